import type { Audience, EntryBody, FeedEntry } from '../../core/contracts/room/entries.ts';
import type { ClientId, TicketId } from '../../core/contracts/room/ids.ts';
import { isStaff } from '../../core/contracts/room/roles.ts';

/** An entry as it lies in memory: encoded once, with what is needed to choose whom it is for. */
export interface KeptEntry {
  readonly offset: number;
  readonly atMs: number;
  readonly audience: Audience;
  readonly author: TicketId | null;
  /** Of what a client sent: the same id again is the same act. */
  readonly id: ClientId | null;
  readonly isMessage: boolean;
  /** Attendees read it; a message over the readable rate they do not. */
  readonly isShown: boolean;
  readonly json: string;
  /** Of the JSON in UTF-8. */
  readonly bytes: number;
}

/** Encodes. `isShown` is the readable rate's word. */
export function keepEntry(entry: FeedEntry, isShown: boolean): KeptEntry {
  const json = JSON.stringify(entry);
  const { body } = entry;
  return {
    offset: entry.offset,
    atMs: entry.atMs,
    audience: entry.audience,
    author: authorOf(body),
    id: 'id' in body ? body.id : null,
    isMessage: body.kind === 'message',
    isShown,
    json,
    bytes: Buffer.byteLength(json),
  };
}

/** The same place without what stood there. Its author is forgotten too. */
export function blankEntry(kept: KeptEntry): KeptEntry {
  const json = JSON.stringify({
    offset: kept.offset,
    atMs: kept.atMs,
    audience: kept.audience,
    body: { kind: 'blank' },
  } satisfies FeedEntry);
  return { ...kept, author: null, isMessage: false, json, bytes: json.length };
}

function authorOf(body: EntryBody): TicketId | null {
  return body.kind === 'message' || body.kind === 'held' || body.kind === 'backstage' ? body.author.id : null;
}

/** A message of an attendee to all: what the readable rate counts. */
export function isSampled(entry: FeedEntry): boolean {
  return entry.body.kind === 'message' && entry.audience === 'all' && !isStaff(entry.body.author.role);
}
