/** The show on the stage's clock: layout, banner, redirect, and taking them back. */
import type { Act } from '../../core/contracts/room/acts.ts';
import type { Cue } from '../../core/contracts/room/entries.ts';
import type { StandingCue } from '../../core/contracts/room/frames.ts';
import type { RoomRole } from '../../core/contracts/room/roles.ts';
import { checkText } from '../chat/text.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { mayAct } from '../rights.ts';

/** Cues of one place on the page that are kept: who is behind, or goes back a little, still finds the one that stood then. */
export const KEPT_CUES = 5;
/** Characters (code points) of a banner. */
const MAX_BANNER = 300;

export type CueAct = Act & { readonly act: 'layout' | 'banner' | 'banner-off' | 'redirect' };

/** Where on the page a cue works: the next of the same place takes its place. */
export function placeOf(cue: Cue): 'layout' | 'banner' | 'redirect' {
  return cue.kind === 'banner-off' ? 'banner' : cue.kind;
}

/** What an act puts on the stage. @returns a refusal when nothing can be read in it. */
export function cueOf(act: CueAct): { readonly ok: true; readonly cue: Cue } | Refusal {
  switch (act.act) {
    case 'layout':
      return { ok: true, cue: { kind: 'layout', layout: act.layout } };
    case 'banner': {
      const checked = checkText(act.text, { max: MAX_BANNER, lines: 3 });
      return checked.ok ? { ok: true, cue: { kind: 'banner', text: checked.text, url: act.url ?? null } } : checked;
    }
    case 'banner-off':
      return { ok: true, cue: { kind: 'banner-off' } };
    case 'redirect':
      return { ok: true, cue: { kind: 'redirect', url: act.url } };
  }
}

/** Only who may give a cue may take it back. undefined: he may. */
export function judgeUndo(cues: readonly StandingCue[], offset: number, role: RoomRole): Refusal | undefined {
  const standing = cues.find((one) => one.offset === offset);
  if (standing === undefined) return refuse('ROOM_NO_SUCH_CUE');
  return mayAct(role, standing.cue.kind) ? undefined : refuse('ROOM_NOT_ALLOWED');
}

/** The newest few of each place, by the stage's time; of the same time the later said counts more. */
export function addCue(cues: readonly StandingCue[], added: StandingCue): readonly StandingCue[] {
  const sorted = [...cues.filter(({ offset }) => offset !== added.offset), added].sort(
    (one, other) => one.atMs - other.atMs || one.offset - other.offset,
  );
  const place = placeOf(added.cue);
  const surplus = sorted.filter(({ cue }) => placeOf(cue) === place).length - KEPT_CUES;
  if (surplus <= 0) return sorted;
  const gone = new Set(sorted.filter(({ cue }) => placeOf(cue) === place).slice(0, surplus));
  return sorted.filter((one) => !gone.has(one));
}
