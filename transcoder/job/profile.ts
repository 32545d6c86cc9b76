import { randomBytes } from 'node:crypto';
import type { RenditionId } from '../../core/contracts/ids.ts';
import type { StreamProfile } from '../../core/contracts/timeline.ts';
import type { LadderPlan } from '../../core/ladder/ladder.ts';
import { AUDIO } from '../../core/ladder/ladder.ts';

/** EXT-X-TARGETDURATION of every recording: the longest keyframe interval that is sent on as it is. */
export const TARGET_DURATION_SECONDS = 4;

/**
 * What a recording promises, from the first source it sees. PART-TARGET is a whole number of that source's frames nearest to the
 * wanted length, rounded up to a millisecond.
 */
export function makeProfile(plan: LadderPlan, frameRate: number, partTargetMs: number): StreamProfile {
  const frames = Math.max(1, Math.round((partTargetMs * frameRate) / 1000));
  return {
    partTargetSeconds: Math.ceil(Math.round((frames * 1_000_000) / frameRate) / 1000) / 1000,
    targetDurationSeconds: TARGET_DURATION_SECONDS,
    namePrefix: randomBytes(8).toString('hex'),
    renditions: [...plan.rungs.map((rung) => rung.id), AUDIO],
  };
}

/**
 * Which encode each rendition of a recording is taken from in a run: its own where the run has it, else the next smaller one, else the
 * smallest there is. So a presenter who comes back with another picture, or a machine that sheds an encode, changes no list.
 */
export function mapRenditions(
  profile: StreamProfile,
  plan: LadderPlan,
): readonly { readonly videoBps: number; readonly renditions: readonly RenditionId[] }[] {
  const heightOf = (id: RenditionId): number => Number(/^(\d+)p$/.exec(id)?.[1] ?? Number.POSITIVE_INFINITY);
  const taken = plan.rungs.map((rung) => ({ videoBps: rung.videoBps, renditions: [] as RenditionId[] }));
  for (const id of profile.renditions) {
    if (id === AUDIO) continue;
    const own = plan.rungs.findIndex((rung) => rung.id === id);
    const smaller = plan.rungs.findIndex((rung) => rung.height <= heightOf(id));
    const index = own >= 0 ? own : smaller >= 0 ? smaller : plan.rungs.length - 1;
    taken[index]?.renditions.push(id);
  }
  return taken;
}
