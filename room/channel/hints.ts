/** What nodes tell each other of a room over the Bus: hints, each of which may be lost. */
import type { FeedEntry, Reaction } from '../../core/contracts/room/entries.ts';
import type { Epoch, EventId, PollId, Position } from '../../core/contracts/room/ids.ts';
import { MAX_BUS_PAYLOAD_BYTES } from '../../core/ports/bus.ts';
import type { SessionNote } from './sessions.ts';

/** Each carries who says it, so that a node can pass over its own. */
export type Hint =
  /** These were committed. */
  | { readonly k: 'entries'; readonly node: string; readonly epoch: Epoch; readonly entries: readonly FeedEntry[] }
  /** The feed ends here: what was committed is too large for a hint. */
  | { readonly k: 'edge'; readonly node: string; readonly at: Position }
  /** The node's own numbers. `gone`: it stops. */
  | {
      readonly k: 'pulse';
      readonly node: string;
      readonly viewers: number;
      readonly reactions?: Readonly<Partial<Record<Reaction, number>>>;
      /** Polls in which somebody has voted, and whether somebody has upvoted, since the last one. */
      readonly voted?: readonly PollId[];
      readonly upvoted?: boolean;
      readonly gone?: boolean;
    }
  /** Something was changed that is no entry (the event's settings): the database says what. */
  | { readonly k: 'look'; readonly node: string }
  /** Sessions of tickets with limited sessions have come or left. */
  | { readonly k: 'sessions'; readonly node: string; readonly notes: readonly SessionNote[] };

export function roomTopic(event: EventId): string {
  return `room:${event}`;
}

export function encodeHint(hint: Hint): string {
  return JSON.stringify(hint);
}

/** @returns undefined for what is none; hints of a later version of ours are none to us. */
export function parseHint(payload: string): Hint | undefined {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('k' in value) || !('node' in value) || typeof value.node !== 'string')
    return undefined;
  switch (value.k) {
    case 'entries':
      return 'epoch' in value && 'entries' in value && Array.isArray(value.entries) ? (value as Hint) : undefined;
    case 'edge':
      return 'at' in value && typeof value.at === 'object' ? (value as Hint) : undefined;
    case 'pulse':
      return 'viewers' in value && typeof value.viewers === 'number' ? (value as Hint) : undefined;
    case 'look':
      return { k: 'look', node: value.node };
    case 'sessions':
      return 'notes' in value && Array.isArray(value.notes) ? (value as Hint) : undefined;
    default:
      return undefined;
  }
}

/** Room for the words around the entries of a hint. */
const ENVELOPE_BYTES = 512;

/** Committed entries as hints that the Bus can carry: as many as it takes, or only where the feed ends when one entry alone is too large. */
export function entryHints(node: string, epoch: Epoch, entries: readonly FeedEntry[]): readonly string[] {
  const payloads: string[] = [];
  let [texts, bytes]: [string[], number] = [[], 0];
  const close = () => {
    if (texts.length > 0)
      payloads.push(`{"k":"entries","node":${JSON.stringify(node)},"epoch":${JSON.stringify(epoch)},"entries":[${texts.join(',')}]}`);
    [texts, bytes] = [[], 0];
  };
  for (const entry of entries) {
    const text = JSON.stringify(entry);
    const length = Buffer.byteLength(text) + 1;
    if (bytes + length > MAX_BUS_PAYLOAD_BYTES - ENVELOPE_BYTES) close();
    if (length > MAX_BUS_PAYLOAD_BYTES - ENVELOPE_BYTES)
      payloads.push(encodeHint({ k: 'edge', node, at: { epoch, offset: entry.offset } }));
    else {
      texts.push(text);
      bytes += length;
    }
  }
  close();
  return payloads;
}
