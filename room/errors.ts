/** The errors of the room. What a person in the room may be told stands in `refusals.ts`, with its sentences in `sentences/`. */
import type { Language } from '../core/contracts/room/event.ts';
import { defineError, LiveError } from '../core/runtime/errors.ts';
import type { Refusal } from './refusals.ts';
import { REFUSALS } from './refusals.ts';
import { sentenceOf } from './sentences/sentences.ts';

/** The database cannot be reached, or did not answer in time: nothing was committed as far as anybody may be told. */
export const StoreAway = defineError<Record<string, never>>('ROOM_STORE_AWAY', {
  ...REFUSALS.ROOM_STORE_AWAY,
  message: () => sentenceOf('ROOM_STORE_AWAY', 'en'),
});

/** A rule's no as an error of an edge, in the language of the page. */
export function refusalError(refusal: Refusal, language: Language): LiveError {
  const { status, retryable } = REFUSALS[refusal.code];
  return new LiveError(refusal.code, sentenceOf(refusal.code, language, refusal.facts), { status, retryable });
}
