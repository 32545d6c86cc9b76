/** The show on the stage's clock: layout, banner, redirect, and taking them back. */
import type { Act } from '../../core/contracts/room/acts.ts';
import type { Cue } from '../../core/contracts/room/entries.ts';
import type { StandingCue } from '../../core/contracts/room/frames.ts';
import type { RoomRole } from '../../core/contracts/room/roles.ts';
import { checkText } from '../chat/text.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { mayAct } from '../rights.ts';

/** Characters (code points) of a banner. */
const MAX_BANNER = 300;

export type CueAct = Act & { readonly act: 'layout' | 'banner' | 'banner-off' | 'redirect' };

/** What an act puts on the stage. @returns a refusal when nothing can be read in it. */
export function cueOf(act: CueAct): { readonly ok: true; readonly cue: Cue } | Refusal {
  switch (act.act) {
    case 'layout':
      return { ok: true, cue: { kind: 'layout', layout: act.layout } };
    case 'banner': {
      const checked = checkBanner(act.text);
      return checked.ok ? { ok: true, cue: { kind: 'banner', text: checked.text, url: act.url ?? null } } : checked;
    }
    case 'banner-off':
      return { ok: true, cue: { kind: 'banner-off' } };
    case 'redirect':
      return { ok: true, cue: { kind: 'redirect', url: act.url } };
  }
}

/** What a banner may say. */
export function checkBanner(text: string): ReturnType<typeof checkText> {
  return checkText(text, { max: MAX_BANNER, lines: 3 });
}

/** Only who may give a cue may take it back. undefined: he may. */
export function judgeUndo(cues: readonly StandingCue[], offset: number, role: RoomRole): Refusal | undefined {
  const standing = cues.find((one) => one.offset === offset);
  if (standing === undefined) return refuse('ROOM_NO_SUCH_CUE');
  return mayAct(role, standing.cue.kind) ? undefined : refuse('ROOM_NOT_ALLOWED');
}
