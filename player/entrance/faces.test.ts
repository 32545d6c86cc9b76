import { describe, expect, it } from 'vitest';
import type { EventCard } from '../../core/contracts/room/join.ts';
import type { Refused } from '../room/entrance.ts';
import { type Face, faceOf, type FormKind, problemOf, whyPhrase } from './faces.ts';

const card = (access: EventCard['access'], doors: EventCard['doors'], isFull = false): EventCard =>
  ({ access, doors, registration: { fields: [], isFull } }) as unknown as EventCard;
const form = (kind: FormKind, other: FormKind | null = null, isFull = false): Face => ({ kind: 'form', form: kind, other, isFull });

describe('the entrance shows', () => {
  it.each([
    { at: card('password', 'open'), token: false, shows: form('password'), because: 'there is one password for all' },
    { at: card('token', 'open'), token: true, shows: form('token'), because: 'everybody has his own' },
    { at: card('open', 'open'), token: false, shows: form('talk'), because: 'the room wants a name or a consent' },
    { at: card('password', 'not-yet'), token: false, shows: { kind: 'not-yet' }, because: 'nobody is let in yet' },
    { at: card('token', 'over'), token: true, shows: { kind: 'over' }, because: 'it is over' },
    { at: card('registration', 'not-yet'), token: false, shows: form('registration'), because: 'a registration is taken before' },
    { at: card('registration', 'not-yet'), token: true, shows: { kind: 'not-yet' }, because: 'he has registered and comes too early' },
    { at: card('registration', 'not-yet', true), token: false, shows: { kind: 'not-yet' }, because: 'all places are taken' },
    { at: card('registration', 'open'), token: false, shows: form('registration', 'token'), because: 'he may have registered before' },
    { at: card('registration', 'open'), token: true, shows: form('token', 'registration'), because: 'he says so' },
    {
      at: card('registration', 'open', true),
      token: false,
      shows: form('token', null, true),
      because: 'those who have registered come in',
    },
  ])('$at.access, doors $at.doors, token $token: $because', ({ at, token, shows }) => {
    expect(faceOf(at, token)).toEqual(shows);
  });
});

describe('why somebody is outside', () => {
  it.each([
    { code: 'ROOM_BANNED', token: false, says: 'removed' },
    { code: 'ROOM_TOO_MANY_SESSIONS', token: false, says: 'elsewhere' },
    { code: 'ROOM_TOO_MANY_SESSIONS', token: true, says: 'tooManySessions' },
    { code: 'ROOM_TICKET_INVALID', token: true, says: 'tokenWrong' },
    { code: 'ROOM_TICKET_EXPIRED', token: false, says: 'ended' },
    { code: 'ORIGIN_GRANT_INVALID', token: false, says: 'ended' },
    { code: 'ROOM_EVENT_OVER', token: false, says: null },
    { code: 'ROOM_CONSENT_NEEDED', token: true, says: null },
  ])('$code with a link: $token is said as $says', ({ code, token, says }) => {
    expect(whyPhrase({ code, message: '' }, token)).toBe(says);
  });
});

describe('a no to a form', () => {
  const no = (status: number, code: string, more: Partial<Refused> = {}): Refused => ({
    ...{ ok: false, status, code, message: 'told', waitSeconds: 0 },
    ...more,
  });

  it.each([
    { no: no(403, 'ROOM_PASSWORD_WRONG'), of: 'password', is: { at: 'password', phrase: 'passwordWrong' } },
    { no: no(401, 'ROOM_TICKET_INVALID'), of: 'token', is: { at: 'token', phrase: 'tokenWrong' } },
    { no: no(401, 'ROOM_TICKET_INVALID'), of: 'registration', is: { at: 'email', phrase: 'alreadyRegistered' } },
    { no: no(409, 'ROOM_TOO_MANY_SESSIONS'), of: 'token', is: { at: null, phrase: 'tooManySessions', mayTakeOver: true } },
    { no: no(409, 'ROOM_CONSENT_CHANGED'), of: 'token', is: { at: 'consent', phrase: 'consentChanged', isNews: true } },
    { no: no(409, 'ROOM_EVENT_FULL'), of: 'registration', is: { at: null, phrase: null, message: 'told', isNews: true } },
    { no: no(400, 'ROOM_NAME_UNREADABLE'), of: 'password', is: { at: 'name', message: 'told' } },
    { no: no(400, 'ROOM_NAME_UNREADABLE'), of: 'registration', is: { at: 'first_name', message: 'told' } },
    { no: no(429, 'ROOM_TOO_FAST', { waitSeconds: 240 }), of: 'password', is: { phrase: 'tooManyTries', waitSeconds: 240 } },
    { no: no(429, 'ROOM_TOO_FAST'), of: 'password', is: { phrase: 'tooManyTries', waitSeconds: 30 } },
    { no: no(0, '', { message: '' }), of: 'password', is: { at: null, phrase: 'unreachable' } },
    { no: no(500, 'ROOM_INTERNAL'), of: 'password', is: { at: null, phrase: null, message: 'told' } },
    { no: no(502, '', { message: '' }), of: 'password', is: { phrase: 'failed' } },
  ] as const)('$no.code $no.status of $of', ({ no, of, is }) => {
    expect(problemOf(no, of)).toMatchObject(is);
  });
});
