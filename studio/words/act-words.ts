/** What the audit log says was done, in words. */
import type { AuditAct } from '../../core/contracts/room/audit-acts.ts';
import { isAuditAct } from '../../core/contracts/room/audit-acts.ts';
import type { AuditAnswer } from '../../core/contracts/room/organiser.ts';
import type { Phrase, Words } from './words.ts';

/** The compiler asks for a phrase of every name: a new one without words does not build. */
const phraseOf = (act: AuditAct): Phrase => `act.${act}`;

/** What was done. A name that this page does not know (a newer server's) is told as something else, never raw. */
export function actPhrase({ act, facts }: { readonly act: string; readonly facts: Readonly<Record<string, unknown>> }): Phrase {
  if (act === 'slate.held' && facts['isHeld'] === false) return 'act.slate.off';
  if (act === 'plan.armed' && facts['isArmed'] === false) return 'act.plan.disarmed';
  return isAuditAct(act) ? phraseOf(act) : 'act.other';
}

/** Who did it. */
export function actorText({ by }: Pick<AuditAnswer, 'by'>, words: Words): string {
  if (by.kind === 'system') return words.say('bySystem');
  return by.name ?? words.say(by.kind === 'api-key' ? 'byProgram' : 'somebody');
}
