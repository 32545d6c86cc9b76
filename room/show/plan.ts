/** The plan of the show: what may be planned, and what may become of a cue. Pure. */
import type { CueState, Planned, PlannedText } from '../../core/contracts/room/plan.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { checkBanner } from './cues.ts';

type Field = Exclude<keyof PlannedText, 'kind'>;

const FIELDS: Readonly<Record<Planned['kind'], readonly Field[]>> = {
  ...{ chat: ['chat'], 'open-poll': ['poll'], 'close-poll': ['poll'], layout: ['layout'] },
  ...{ banner: ['text', 'url'], 'banner-off': [], redirect: ['url'] },
};

/** Most cues of one plan. */
export const MAX_CUES = 200;

/** What was written, cleaned; or the first field that is not as it should be. */
export function readPlanned(written: PlannedText): { readonly ok: true; readonly planned: Planned } | Refusal {
  const { kind, chat, poll, layout, text, url = '' } = written;
  for (const name of ['chat', 'poll', 'layout', 'text', 'url'] as const)
    if (written[name] !== undefined && !FIELDS[kind].includes(name)) return wrong(name);
  switch (kind) {
    case 'chat':
      return chat === undefined ? wrong('chat') : { ok: true, planned: { kind, chat } };
    case 'open-poll':
    case 'close-poll':
      return poll === undefined ? wrong('poll') : { ok: true, planned: { kind, poll } };
    case 'layout':
      return layout === undefined ? wrong('layout') : { ok: true, planned: { kind, layout } };
    case 'banner': {
      const checked = checkBanner(text ?? '');
      return checked.ok ? { ok: true, planned: { kind, text: checked.text, url } } : checked;
    }
    case 'banner-off':
      return { ok: true, planned: { kind } };
    case 'redirect':
      return url === '' ? wrong('url') : { ok: true, planned: { kind, url } };
  }
}

function wrong(field: Field): Refusal {
  return refuse('ROOM_BAD_REQUEST', { where: `body.planned.${field}` });
}

/** A cue as far as a step depends on it. */
export interface CueStanding {
  readonly state: CueState;
  readonly revision: number;
  readonly hasUndo: boolean;
}

/** What somebody wants to do with a cue. */
export type CueStep = 'change' | 'arm' | 'disarm' | 'fire' | 'undo' | 'delete';

/**
 * Whether it may be done. What was fired is told before what was changed: of two who fire at once the second hears that it is done.
 *
 * @param seen the revision that he has seen; undefined: whichever it is.
 */
export function judgeStep(
  { state, revision, hasUndo }: CueStanding,
  step: CueStep,
  seen: number | undefined,
): { readonly ok: true } | Refusal {
  const isFired = state === 'fired';
  if (isFired && (step === 'change' || step === 'arm' || step === 'disarm' || step === 'fire')) return refuse('ROOM_CUE_FIRED');
  if (seen !== undefined && seen !== revision) return refuse('ROOM_CUE_CHANGED');
  if (step === 'fire' && state !== 'armed') return refuse('ROOM_CUE_NOT_ARMED');
  if (step === 'undo' && (!isFired || !hasUndo)) return refuse('ROOM_CUE_FINAL');
  return { ok: true };
}
