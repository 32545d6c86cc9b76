import type { Language } from '../../core/contracts/room/event.ts';
import type { Ack, No } from '../../core/contracts/room/frames.ts';
import type { ClientId } from '../../core/contracts/room/ids.ts';
import type { Refusal, RefusalCode } from '../refusals.ts';
import { REFUSALS } from '../refusals.ts';
import { sentenceOf } from '../sentences/sentences.ts';
import type { Outcome } from './room-store.ts';

/** When what was refused for a reason of ours may be sent again. */
const WAIT_MS: Readonly<Partial<Record<RefusalCode, number>>> = { ROOM_STORE_AWAY: 2_000, ROOM_OVERLOADED: 1_000 };

/** A no, in the words of the member's language. */
export function noOf(id: ClientId | null, refusal: Refusal, language: Language): No {
  const { code, facts } = refusal;
  const seconds = facts?.['seconds'];
  const waitMs = typeof seconds === 'number' ? seconds * 1_000 : WAIT_MS[code];
  const { retryable } = REFUSALS[code];
  const message = sentenceOf(code, language, facts);
  return { t: 'no', id, code, message, retryable, ...(retryable && waitMs !== undefined ? { waitMs } : {}) };
}

/** What became of something, for him who sent it. */
export function ackOf(id: ClientId, outcome: Outcome & { readonly ok: true }): Ack {
  const { offset, question, isHeld } = outcome;
  return {
    t: 'ack',
    id,
    ...(offset === undefined ? {} : { offset }),
    ...(isHeld === true ? { held: true as const } : {}),
    ...(question === undefined ? {} : { question }),
  };
}
