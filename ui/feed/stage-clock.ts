/**
 * The show on the stage's clock: what is tied to the picture is shown when a viewer's own picture gets there. Decisions without I/O.
 * `stageMs` is the programme time of what he sees just now (Unix ms); without a picture it is the server's clock.
 */
import type { Cue, Layout, PollView } from '../../core/contracts/room/entries.ts';
import type { StandingCue } from '../../core/contracts/room/frames.ts';
import { placeOf } from '../../core/contracts/room/room-view.ts';

/** A redirect sends on whoever sees it happen; who comes later than this is shown where to, and goes himself. */
const REDIRECT_MS = 15_000;

/** What stands for this viewer now. */
export interface Show {
  readonly layout: Layout;
  readonly banner: { readonly text: string; readonly url: string | null } | null;
  readonly redirect: { readonly url: string; readonly offset: number; readonly isNow: boolean } | null;
}

/** Where a poll is for this viewer, after his own delay. */
export type PollPhase = 'coming' | 'open' | 'closed';

/** The last cue of a place whose time has come. */
function standingAt(cues: readonly StandingCue[], place: ReturnType<typeof placeOf>, stageMs: number): StandingCue | undefined {
  let standing: StandingCue | undefined;
  for (const one of cues) {
    if (placeOf(one.cue) !== place || one.atMs > stageMs) continue;
    const isLater = standing === undefined || one.atMs > standing.atMs || (one.atMs === standing.atMs && one.offset > standing.offset);
    if (isLater) standing = one;
  }
  return standing;
}

/** @param first what viewers begin with; undefined: nobody knows yet. */
export function showAt(cues: readonly StandingCue[], stageMs: number, first: Layout = 'picture-chat'): Show {
  const cueAt = <K extends Cue['kind']>(place: ReturnType<typeof placeOf>, kind: K) => {
    const standing = standingAt(cues, place, stageMs);
    return standing?.cue.kind === kind ? { ...standing, cue: standing.cue as Cue & { readonly kind: K } } : undefined;
  };
  const banner = cueAt('banner', 'banner');
  const redirect = cueAt('redirect', 'redirect');
  return {
    layout: cueAt('layout', 'layout')?.cue.layout ?? first,
    banner: banner === undefined ? null : { text: banner.cue.text, url: banner.cue.url },
    redirect:
      redirect === undefined ? null : { url: redirect.cue.url, offset: redirect.offset, isNow: stageMs - redirect.atMs < REDIRECT_MS },
  };
}

/** A poll that was closed without a time is closed for everybody. */
export function phaseOf(poll: Pick<PollView, 'state' | 'openedAtMs' | 'closesAtMs'>, stageMs: number): PollPhase {
  if (poll.state === 'draft' || (poll.openedAtMs !== null && poll.openedAtMs > stageMs)) return 'coming';
  if (poll.closesAtMs === null) return poll.state === 'open' ? 'open' : 'closed';
  return poll.closesAtMs > stageMs ? 'open' : 'closed';
}

/** What is counted and right is told only to whom the poll is over for: nobody learns the answer while he may still vote. */
export function pollAt(poll: PollView, stageMs: number): PollView & { readonly phase: PollPhase } {
  const phase = phaseOf(poll, stageMs);
  if (phase === 'closed') return { ...poll, phase };
  const { correct: _, final: __, ...open } = poll;
  return { ...open, phase };
}

/** The polls of a room for this viewer: those that he has seen open, the newest first. */
export function pollsAt(polls: readonly PollView[], stageMs: number): readonly (PollView & { readonly phase: PollPhase })[] {
  return polls
    .map((poll) => pollAt(poll, stageMs))
    .filter(({ phase }) => phase !== 'coming')
    .toSorted((one, other) => (other.openedAtMs ?? 0) - (one.openedAtMs ?? 0));
}

/** When he votes, on the stage's clock: not before he could see it. */
export function ballotTimeMs(poll: Pick<PollView, 'openedAtMs'>, stageMs: number): number {
  return Math.round(Math.max(stageMs, poll.openedAtMs ?? 0));
}
