/** What people say: messages, shown or held, staff talk, questions. */
import type { QuestionId } from '../../core/contracts/room/ids.ts';
import type { Op, Outcome } from '../channel/room-store.ts';
import { newId } from '../db/new-id.ts';
import type { CommitBatch } from './commit-batch.ts';

type Of<Kind extends Op['kind']> = Op & { readonly kind: Kind };

/** A message; a held one waits, and is seen by the staff and by him who wrote it. */
export function addMessage(batch: CommitBatch, op: Of<'message'>): Outcome {
  const { id, author, text, audience, isHeld } = op;
  const said = { id, author, text, ...(op.replyTo === undefined ? {} : { replyTo: op.replyTo }) };
  if (!isHeld) return { ok: true, offset: batch.add(audience, { kind: 'message', ...said }) };
  const offset = batch.add('author', { kind: 'held', ...said });
  batch.addHeld({
    ...{ feedOffset: offset, clientId: id, author: author.id, authorName: author.name, authorRole: author.role },
    // held is what would be for everybody
    ...{ audience: 'all', text, replyTo: op.replyTo ?? null, state: 'held' },
  });
  return { ok: true, offset, isHeld: true };
}

/** Staff talk among themselves. */
export function addBackstage(batch: CommitBatch, { id, author, text }: Of<'backstage'>): Outcome {
  return { ok: true, offset: batch.add('staff', { kind: 'backstage', id, author, text }) };
}

/** A question gets an id of the server's: a client's may be somebody else's. */
export function addQuestion(batch: CommitBatch, op: Of<'question'>): Outcome {
  const { author, text, isAnonymous, isHeld } = op;
  const id = newId(batch.nowMs) as QuestionId;
  const state = isHeld ? 'held' : 'open';
  batch.addQuestion({
    ...{ id, author: author.id, authorName: author.name, authorRole: author.role, isAnonymous: isAnonymous ? 1 : 0, text, state },
    ...{ answer: null, isPinned: 0, askedAtMs: batch.nowMs },
  });
  const question = {
    id,
    author: isAnonymous ? null : author,
    text,
    state,
    answer: null,
    isPinned: false,
    upvotes: 0,
    askedAtMs: batch.nowMs,
  } as const;
  batch.add(isHeld ? 'staff' : 'all', { kind: 'question', question }, { author: author.id });
  return { ok: true, question: id };
}
