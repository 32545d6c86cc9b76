import { BadRtmp } from '../errors.ts';

/** What one chunk stream remembers from its last header: later headers leave out what did not change (RTMP 1.0, 5.3.1.2). */
export interface ChunkFacts {
  /** Of the message that is being read or was read last; ms, unsigned 32 bits. */
  timestampMs: number;
  deltaMs: number;
  /** The field as it was sent in the extended timestamp; undefined when it fitted into three bytes. */
  extended: number | undefined;
  length: number;
  type: number;
  streamId: number;
}

const MESSAGE_HEADER_BYTES = [11, 7, 3, 0] as const;
const EXTENDED = 0xffffff;

/** A chunk's basic header (5.3.1.1). */
export interface BasicHeader {
  readonly format: 0 | 1 | 2 | 3;
  readonly chunkStream: number;
  readonly bytes: number;
}

/** @returns undefined when more bytes are needed. */
export function readBasicHeader(bytes: Buffer): BasicHeader | undefined {
  const first = bytes[0];
  if (first === undefined) return undefined;
  const low = first & 0x3f;
  const size = low === 0 ? 2 : low === 1 ? 3 : 1;
  if (bytes.byteLength < size) return undefined;
  const chunkStream = size === 1 ? low : 64 + (bytes[1] ?? 0) + (size === 3 ? (bytes[2] ?? 0) * 256 : 0);
  return { format: (first >> 6) as BasicHeader['format'], chunkStream, bytes: size };
}

/**
 * Reads what follows the basic header into `facts`. A message begins when `isNew`; else a chunk goes on with one.
 * @returns how many bytes the whole header has; undefined, with nothing changed, when more are needed.
 * @throws BadRtmp
 */
export function readMessageHeader(bytes: Buffer, basic: BasicHeader, facts: ChunkFacts, isNew: boolean): number | undefined {
  const { format } = basic;
  if (!isNew && format !== 3) throw new BadRtmp({ reason: 'a new message before the last one ended' });
  let at = basic.bytes;
  const end = at + MESSAGE_HEADER_BYTES[format];
  if (bytes.byteLength < end) return undefined;
  if (format === 3) {
    const used = end + repeatedTimestampBytes(bytes, end, facts.extended);
    if (Number.isNaN(used)) return undefined;
    if (isNew) facts.timestampMs = (facts.timestampMs + facts.deltaMs) >>> 0;
    return used;
  }
  const short = bytes.readUIntBE(at, 3);
  if (short === EXTENDED && bytes.byteLength < end + 4) return undefined;
  const extended = short === EXTENDED ? bytes.readUInt32BE(end) : undefined;
  at += 3;
  if (format <= 1) {
    facts.length = bytes.readUIntBE(at, 3);
    facts.type = bytes.readUInt8(at + 3);
  }
  if (format === 0) facts.streamId = bytes.readUInt32LE(at + 4);
  facts.extended = extended;
  // after a header of format 0 its timestamp is the delta of one of format 3 (5.3.1.2.4); ffmpeg makes use of it
  facts.deltaMs = extended ?? short;
  facts.timestampMs = format === 0 ? facts.deltaMs : (facts.timestampMs + facts.deltaMs) >>> 0;
  return end + (extended === undefined ? 0 : 4);
}

/**
 * A chunk of format 3 repeats an extended timestamp (5.3.1.3). Not every encoder does, so it is one only when it is the same.
 * @returns 0 or 4; NaN when more bytes are needed.
 */
function repeatedTimestampBytes(bytes: Buffer, at: number, extended: number | undefined): number {
  if (extended === undefined) return 0;
  if (bytes.byteLength < at + 4) return Number.NaN;
  return bytes.readUInt32BE(at) === extended ? 4 : 0;
}
