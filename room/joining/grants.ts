import { asSessionId } from '../../core/contracts/ids.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { Joined, MediaGrant } from '../../core/contracts/room/join.ts';
import { isStaff } from '../../core/contracts/room/roles.ts';
import { MAX_MEDIA_TOKEN_MS, signMediaToken } from '../../core/grants/media-token.ts';
import type { SigningKeys } from '../../core/grants/secrets.ts';
import type { TicketClaim } from '../../core/grants/ticket.ts';
import { signTicket } from '../../core/grants/ticket.ts';
import type { EventRecord } from '../db/events.ts';

/** A ticket is renewed with the media grant, long before its end; a page that slept for a night comes back with it. */
export const TICKET_MS = 12 * 3_600_000;
/** An expired ticket may be renewed for so long: a page that slept. */
export const RENEWABLE_MS = 24 * 3_600_000;
/** A little less than the longest life, for clocks that are apart. */
const MEDIA_MS = MAX_MEDIA_TOKEN_MS - 10_000;

export interface GrantKeys {
  readonly ticket: SigningKeys;
  readonly media: SigningKeys;
}

/** What somebody holds who is in: a ticket for the room, and what goes before the paths to the picture. */
export function grantTo(event: EventRecord, claim: Omit<TicketClaim, 'expiresAtMs'>, keys: GrantKeys, nowMs: number): Joined {
  const ticketExpiresAtMs = Math.floor(nowMs) + TICKET_MS;
  return {
    ticket: signTicket({ ...claim, expiresAtMs: ticketExpiresAtMs }, keys.ticket),
    ticketExpiresAtMs,
    you: { id: claim.ticket, name: claim.name, role: claim.role },
    event: { id: event.id, stream: event.slug as StreamId, state: event.state },
    media: mediaGrant(event, claim, keys.media, nowMs),
    nowMs,
  };
}

function mediaGrant(event: EventRecord, claim: Omit<TicketClaim, 'expiresAtMs'>, keys: SigningKeys, nowMs: number): MediaGrant {
  if (event.access === 'open' && !isStaff(claim.role)) return { prefix: '', expiresAtMs: null };
  if (asSessionId(claim.session) === undefined) throw new RangeError('not a session');
  const expiresAtMs = Math.floor((nowMs + MEDIA_MS) / 1_000) * 1_000;
  const token = signMediaToken(
    { stream: event.slug as StreamId, session: claim.session, expiresAtMs, isStaff: isStaff(claim.role) },
    keys,
    nowMs,
  );
  return { prefix: `/v/${token}`, expiresAtMs };
}
