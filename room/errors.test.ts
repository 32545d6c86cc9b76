import { expect, it } from 'vitest';
import { refusalError, StoreAway } from './errors.ts';
import { refuse } from './refusals.ts';

it('makes a refusal an error that an edge can answer', () => {
  expect(refusalError(refuse('ROOM_POLL_TOO_FEW_OPTIONS', { min: 2 }), 'de').toPublic()).toEqual({
    code: 'ROOM_POLL_TOO_FEW_OPTIONS',
    message: 'Eine Umfrage braucht mindestens 2 Antworten zur Auswahl.',
    retryable: false,
  });
  expect(refusalError(refuse('ROOM_SLOW_MODE', { seconds: 1 }), 'en')).toMatchObject({ status: 429, retryable: true });
});

it('asks to come again when the database is away', () => {
  expect(new StoreAway({}, new Error('ECONNREFUSED'))).toMatchObject({ status: 503, retryable: true, code: 'ROOM_STORE_AWAY' });
});
