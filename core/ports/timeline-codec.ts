/** Timeline entries as they travel through Redis: a line of JSON for the facts, one run of bytes for the media. */
import type { RenditionInRun, TimelineEntry } from '../contracts/timeline.ts';

export interface EncodedEntry {
  readonly facts: string;
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array(0);

export function encodeEntry(entry: TimelineEntry): EncodedEntry {
  if (entry.kind === 'part') {
    const { bytes, ...facts } = entry;
    return { facts: JSON.stringify(facts), bytes };
  }
  if (entry.kind === 'run') {
    const renditions = entry.renditions.map(({ initBytes, ...facts }) => ({ ...facts, initLength: initBytes.byteLength }));
    return { facts: JSON.stringify({ ...entry, renditions }), bytes: Buffer.concat(entry.renditions.map(({ initBytes }) => initBytes)) };
  }
  return { facts: JSON.stringify(entry), bytes: NOTHING };
}

/** The entry again, with bytes of its own. @throws SyntaxError for what is none: somebody else writes to our keys. */
export function decodeEntry(facts: string, bytes: Buffer): TimelineEntry {
  const value = JSON.parse(facts) as TimelineEntry;
  if (value.kind === 'part') return { ...value, bytes: new Uint8Array(bytes) };
  if (value.kind !== 'run') return value;
  let offset = 0;
  const renditions = value.renditions.map((rendition) => {
    const { initLength, ...facts } = rendition as RenditionInRun & { readonly initLength: number };
    const initBytes = new Uint8Array(bytes.subarray(offset, offset + initLength));
    offset += initLength;
    return { ...facts, initBytes };
  });
  return { ...value, renditions };
}
