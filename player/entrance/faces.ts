/** What the entrance shows, and what a no means there. Pure. */
import type { EventCard } from '../../core/contracts/room/join.ts';
import type { Refused } from '../room/entrance.ts';
import type { Why } from '../state/attendance.ts';
import type { EntrancePhrase } from './entrance-words.ts';

/** `talk`: the event is open, but its room wants something first. */
export type FormKind = 'password' | 'token' | 'registration' | 'talk';

export type Face =
  | { readonly kind: 'over' }
  | { readonly kind: 'not-yet' }
  /** `other`: what the viewer may ask for instead. `isFull`: only those come in who have registered. */
  | { readonly kind: 'form'; readonly form: FormKind; readonly other: FormKind | null; readonly isFull: boolean };

/** @param hasToken the viewer says, or his link says, that he has one. */
export function faceOf({ access, doors, registration }: EventCard, hasToken: boolean): Face {
  if (doors === 'over') return { kind: 'over' };
  const form = (kind: FormKind, other: FormKind | null = null): Face => ({ kind: 'form', form: kind, other, isFull: registration.isFull });
  // A registration is taken before the doors open; nobody is let in by a token then.
  if (access === 'registration') {
    if (doors === 'not-yet') return registration.isFull || hasToken ? { kind: 'not-yet' } : form('registration');
    if (registration.isFull) return form('token');
    return hasToken ? form('token', 'registration') : form('registration', 'token');
  }
  if (doors === 'not-yet') return { kind: 'not-yet' };
  return form(access === 'open' ? 'talk' : access);
}

/** Why the viewer stands outside; null: he knows. @param withToken he came with the token of a link. */
export function whyPhrase({ code }: Why, withToken: boolean): EntrancePhrase | null {
  switch (code) {
    case 'ROOM_BANNED':
      return 'removed';
    case 'ROOM_TOO_MANY_SESSIONS':
      return withToken ? 'tooManySessions' : 'elsewhere';
    case 'ROOM_TICKET_INVALID':
      return withToken ? 'tokenWrong' : 'ended';
    case 'ROOM_EVENT_OVER':
    case 'ROOM_EVENT_NOT_OPEN':
    case 'ROOM_CONSENT_NEEDED':
    case 'ROOM_CONSENT_CHANGED':
    case 'ROOM_PASSWORD_WRONG':
    case 'ROOM_FIELD_REQUIRED':
      return null;
    default:
      return 'ended';
  }
}

/** What a form says of a no. */
export interface Problem {
  /** The field that it is about; null: the whole form. */
  readonly at: string | null;
  readonly phrase: EntrancePhrase | null;
  /** The server's sentence, where we have none of our own. */
  readonly message: string;
  /** Nothing is to be tried before so long. */
  readonly waitSeconds: number;
  /** The viewer may end his oldest window instead. */
  readonly mayTakeOver: boolean;
  /** The event is not what it was: its card is to be read again. */
  readonly isNews: boolean;
}

/** Without a header that says how long, guessing waits so long. */
const UNTOLD_WAIT_SECONDS = 30;

export function problemOf({ status, code, message, waitSeconds }: Refused, form: FormKind): Problem {
  const told = (at: string | null, phrase: EntrancePhrase | null, more: Partial<Problem> = {}): Problem => ({
    ...{ at, phrase, message: phrase === null ? message : '', waitSeconds: 0, mayTakeOver: false, isNews: false },
    ...more,
  });
  switch (code) {
    case 'ROOM_PASSWORD_WRONG':
      return told('password', 'passwordWrong');
    case 'ROOM_TICKET_INVALID':
      return form === 'registration' ? told('email', 'alreadyRegistered') : told('token', 'tokenWrong');
    case 'ROOM_BANNED':
      return told(null, 'removed');
    case 'ROOM_TOO_MANY_SESSIONS':
      return told(null, 'tooManySessions', { mayTakeOver: true });
    case 'ROOM_CONSENT_NEEDED':
      return told('consent', 'consentNeeded', { isNews: true });
    case 'ROOM_CONSENT_CHANGED':
      return told('consent', 'consentChanged', { isNews: true });
    case 'ROOM_NAME_EMPTY':
    case 'ROOM_NAME_TOO_LONG':
    case 'ROOM_NAME_UNREADABLE':
      return told(form === 'registration' ? 'first_name' : 'name', null);
    case 'ROOM_EVENT_FULL':
    case 'ROOM_EVENT_OVER':
    case 'ROOM_EVENT_NOT_OPEN':
      return told(null, null, { isNews: true });
    default:
      if (status === 429) return told(null, 'tooManyTries', { waitSeconds: waitSeconds > 0 ? waitSeconds : UNTOLD_WAIT_SECONDS });
      if (status === 0) return told(null, 'unreachable');
      return told(null, message === '' ? 'failed' : null);
  }
}
