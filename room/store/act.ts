import type { Act, ActName } from '../../core/contracts/room/acts.ts';
import type { Op, Outcome } from '../channel/room-store.ts';
import { SYSTEM } from '../channel/room-store.ts';
import type { AuditNote } from '../db/audit.ts';
import { writeAudit } from '../db/audit.ts';
import { decideHeld, pin, removeMessage } from './act-chat.ts';
import { ban, mute, unban } from './act-people.ts';
import { changePoll } from './act-polls.ts';
import { changeQuestion } from './act-questions.ts';
import { changeRules, putCue, undoCue } from './act-show.ts';
import type { CommitBatch } from './commit-batch.ts';

/** An act by its name. */
export type ActOf<Name extends ActName> = Act & { readonly act: Name };

/** What became of an act, and what the audit log keeps of it besides. */
export interface ActDone {
  readonly outcome: Outcome;
  readonly texts?: NonNullable<AuditNote['texts']>;
}

/** Does an act and writes it down, in one transaction. What is refused is not written down. */
export async function performAct(batch: CommitBatch, op: Op & { readonly kind: 'act' }): Promise<Outcome> {
  const { outcome, texts } = await perform(batch, op);
  if (outcome.ok) await writeDown(batch, op.by, op.act, texts ?? []);
  return outcome;
}

async function perform(batch: CommitBatch, op: Op & { readonly kind: 'act' }): Promise<ActDone> {
  const { act } = op;
  switch (act.act) {
    case 'remove-message':
      return removeMessage(batch, op, act);
    case 'approve':
      return { outcome: await decideHeld(batch, act, 'approved') };
    case 'refuse':
      return { outcome: await decideHeld(batch, act, 'refused') };
    case 'pin':
      return { outcome: await pin(batch, act) };
    case 'mute':
      return { outcome: await mute(batch, op, act) };
    case 'ban':
      return { outcome: await ban(batch, op, act) };
    case 'unban':
      return { outcome: await unban(batch, op, act) };
    case 'rules':
      return { outcome: changeRules(batch, act) };
    case 'open-poll':
    case 'close-poll':
    case 'archive-poll':
    case 'poll-results':
      return { outcome: await changePoll(batch, op, act) };
    case 'show-question':
    case 'answer-question':
    case 'answered-live':
    case 'dismiss-question':
    case 'pin-question':
      return { outcome: await changeQuestion(batch, act) };
    case 'layout':
    case 'banner':
    case 'banner-off':
    case 'redirect':
      return { outcome: await putCue(batch, op, act) };
    case 'undo-cue':
      return { outcome: await undoCue(batch, op, act) };
  }
}

/** Ids and settings; a note goes where an erase of the person it speaks of finds it. What was said on the stage is in the feed. */
async function writeDown(
  batch: CommitBatch,
  by: (Op & { readonly kind: 'act' })['by'],
  act: Act,
  texts: NonNullable<AuditNote['texts']>,
): Promise<void> {
  const { act: name, ...rest } = act;
  const { note, text: _, answer: __, ...facts } = rest as Readonly<Record<string, unknown>>;
  const subject = facts['person'] ?? facts['poll'] ?? facts['question'] ?? facts['message'] ?? facts['offset'] ?? null;
  const person = typeof facts['person'] === 'string' ? facts['person'] : (texts[0]?.person ?? null);
  await writeAudit(batch.db, {
    ...{ tenant: batch.tenant, atMs: batch.nowMs, event: batch.event, act: `room.${name}`, facts },
    by: by.id === SYSTEM.id ? { kind: 'system', id: '', role: '' } : { kind: 'ticket', id: by.id, role: by.role },
    subject: typeof subject === 'string' || typeof subject === 'number' ? String(subject) : null,
    texts: [...texts, ...(typeof note === 'string' ? [{ kind: 'note' as const, person, text: note }] : [])],
  });
}
