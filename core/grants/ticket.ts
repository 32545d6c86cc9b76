/**
 * The right of one person to be at one event, as a browser holds it: for the room's socket and for renewals. Compact and signed,
 * so that ten thousand can come in without one read of the database:
 *
 *   base64url(JSON array) "." base64url(HMAC-SHA-256(first part, key))
 */
import { asEventId, asTicketId } from '../contracts/room/ids.ts';
import type { EventId, TicketId } from '../contracts/room/ids.ts';
import { ROOM_ROLES } from '../contracts/room/roles.ts';
import type { RoomRole } from '../contracts/room/roles.ts';
import { asSessionId } from '../contracts/ids.ts';
import type { SigningKeys } from './secrets.ts';
import { isSignedBy, signText } from './signature.ts';

export interface TicketClaim {
  readonly event: EventId;
  readonly ticket: TicketId;
  /** How others see him; empty: he watches and reads. */
  readonly name: string;
  readonly role: RoomRole;
  /** One joining on one device. Opaque, URL-safe. A socket of the same session takes the place of the one before. */
  readonly session: string;
  /** Most sessions of this ticket at once; 0: no limit. */
  readonly maxSessions: number;
  /** Unix ms. */
  readonly expiresAtMs: number;
}

export type TicketVerdict =
  | { readonly ok: true; readonly claim: TicketClaim }
  /** invalid: nobody here made it. expired: it was good once; it may be renewed where it was made. */
  | { readonly ok: false; readonly reason: 'invalid' | 'expired'; readonly claim?: TicketClaim };

/** The form of the payload; another form gets another number. */
const VERSION = 1;
/** Characters that `hello` takes. */
const MAX_TICKET_LENGTH = 1_024;

/** @throws RangeError when the claim does not fit into a ticket: it is checked where names and sessions are made, not here. */
export function signTicket(claim: TicketClaim, keys: SigningKeys): string {
  const { event, ticket, name, role, session, maxSessions, expiresAtMs } = claim;
  const text = Buffer.from(JSON.stringify([VERSION, event, ticket, name, role, session, maxSessions, Math.floor(expiresAtMs)])).toString(
    'base64url',
  );
  const signed = `${text}.${signText(text, keys[0])}`;
  if (signed.length > MAX_TICKET_LENGTH || readClaim(text) === undefined) throw new RangeError('not a claim that fits into a ticket');
  return signed;
}

/** Checks the signature first, in constant time; then the form and the life. An expired ticket's claim is told: renewing it is somebody else's decision. */
export function verifyTicket(ticket: string, keys: SigningKeys, nowMs: number): TicketVerdict {
  const [text, signature, ...more] = ticket.length > MAX_TICKET_LENGTH ? [] : ticket.split('.');
  if (text === undefined || signature === undefined || more.length > 0 || !isSignedBy(text, signature, keys))
    return { ok: false, reason: 'invalid' };
  const claim = readClaim(text);
  if (claim === undefined) return { ok: false, reason: 'invalid' };
  return claim.expiresAtMs > nowMs ? { ok: true, claim } : { ok: false, reason: 'expired', claim };
}

function readClaim(text: string): TicketClaim | undefined {
  const fields = parse(Buffer.from(text, 'base64url').toString());
  if (!Array.isArray(fields) || fields.length !== 8 || fields[0] !== VERSION) return undefined;
  const [event, ticket, session] = [asText(fields[1], asEventId), asText(fields[2], asTicketId), asText(fields[5], asSessionId)];
  const name: unknown = fields[3];
  const role = ROOM_ROLES.find((one) => one === fields[4]);
  const maxSessions: unknown = fields[6];
  const expiresAtMs: unknown = fields[7];
  if (event === undefined || ticket === undefined || session === undefined || role === undefined || typeof name !== 'string')
    return undefined;
  if (!isCount(maxSessions) || !isCount(expiresAtMs)) return undefined;
  return { event, ticket, name, role, session, maxSessions, expiresAtMs };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function asText<T>(value: unknown, check: (text: string) => T | undefined): T | undefined {
  return typeof value === 'string' ? check(value) : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
