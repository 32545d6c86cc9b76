import { BadRtmp } from '../errors.ts';
import type { ChunkFacts } from './chunk-header.ts';
import { readBasicHeader, readMessageHeader } from './chunk-header.ts';

/** One RTMP message; the receiver owns `payload`. */
export interface RtmpMessage {
  readonly type: number;
  readonly streamId: number;
  /** Milliseconds, unsigned 32 bits. */
  readonly timestampMs: number;
  readonly payload: Buffer;
}

/** Message types (RTMP 1.0, 5.4 and 7.1). */
export const MESSAGE = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAckSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  dataAmf0: 18,
  commandAmf0: 20,
} as const;

/** What one connection may make us keep. */
export interface ChunkLimits {
  /** Longest message that may be announced. */
  readonly messageBytes: number;
  /** Memory of all unfinished messages together. */
  readonly unfinishedBytes: number;
}

const DEFAULT_CHUNK_BYTES = 128;
/** The highest bit has to be 0 (5.4.1). */
const MAX_CHUNK_BYTES = 0x7fffffff;
/** Encoders use four or five. */
const MAX_CHUNK_STREAMS = 16;
/** A message's memory starts with this and doubles as its bytes come. */
const FIRST_BYTES = 4096;
const NOTHING = Buffer.alloc(0);

interface ChunkStream extends ChunkFacts {
  /** As long as what has come so far, or up to twice that: an announced length alone takes no memory. */
  body: Buffer;
  received: number;
}

/**
 * Puts RTMP chunks together to messages (RTMP 1.0, 5.3). A reader of our own, because the library's loops for ever on a chunk size
 * of 0, takes the memory that a header announces before a login, and shares one buffer among messages.
 */
export class ChunkReader {
  /** Raised after the login. */
  limits: ChunkLimits;
  readonly #streams = new Map<number, ChunkStream>();
  #chunkBytes = DEFAULT_CHUNK_BYTES;
  /** The beginning of a header whose rest is still to come. */
  #header = NOTHING;
  /** The chunk whose payload is being read, and how much of it is still to come. */
  #current: ChunkStream | undefined;
  #left = 0;
  #heldBytes = 0;

  constructor(limits: ChunkLimits) {
    this.limits = limits;
  }

  /** Memory of unfinished messages. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** @throws BadRtmp; the connection is of no use after it. */
  *push(chunk: Buffer): Generator<RtmpMessage, void, void> {
    let bytes = this.#header.byteLength === 0 ? chunk : Buffer.concat([this.#header, chunk]);
    this.#header = NOTHING;
    for (;;) {
      if (this.#current === undefined) {
        const used = this.#beginChunk(bytes);
        if (used === undefined) {
          // a copy: a view would keep the whole socket buffer alive
          this.#header = Buffer.from(bytes);
          return;
        }
        bytes = bytes.subarray(used);
      }
      const stream = this.#current;
      if (stream === undefined) return;
      const piece = bytes.subarray(0, this.#left);
      this.#append(stream, piece);
      bytes = bytes.subarray(piece.byteLength);
      this.#left -= piece.byteLength;
      if (this.#left > 0) return;
      this.#current = undefined;
      if (stream.received < stream.length) continue;
      const message = this.#finish(stream);
      if (message.type === MESSAGE.setChunkSize) this.#setChunkBytes(message.payload);
      else if (message.type === MESSAGE.abort) this.#abort(message.payload);
      else yield message;
    }
  }

  /** @returns how many bytes the header has; undefined when it is not whole: at most 17 bytes are left then. */
  #beginChunk(bytes: Buffer): number | undefined {
    const basic = readBasicHeader(bytes);
    if (basic === undefined) return undefined;
    const stream = this.#streamOf(basic.chunkStream, basic.format);
    const used = readMessageHeader(bytes, basic, stream, stream.received === 0);
    if (used === undefined) return undefined;
    if (stream.length > this.limits.messageBytes) throw new BadRtmp({ reason: `a message of ${stream.length} bytes` });
    this.#current = stream;
    this.#left = Math.min(this.#chunkBytes, stream.length - stream.received);
    return used;
  }

  #streamOf(id: number, format: number): ChunkStream {
    const known = this.#streams.get(id);
    if (known !== undefined) return known;
    if (format > 1) throw new BadRtmp({ reason: 'a chunk that continues nothing' });
    if (this.#streams.size >= MAX_CHUNK_STREAMS) throw new BadRtmp({ reason: 'too many chunk streams' });
    const stream: ChunkStream = {
      timestampMs: 0,
      deltaMs: 0,
      extended: undefined,
      length: 0,
      type: 0,
      streamId: 0,
      body: NOTHING,
      received: 0,
    };
    this.#streams.set(id, stream);
    return stream;
  }

  #append(stream: ChunkStream, piece: Buffer): void {
    const needed = stream.received + piece.byteLength;
    if (needed > stream.body.byteLength) {
      const size = Math.min(stream.length, Math.max(needed, stream.body.byteLength * 2, FIRST_BYTES));
      this.#heldBytes += size - stream.body.byteLength;
      if (this.#heldBytes > this.limits.unfinishedBytes) throw new BadRtmp({ reason: 'too much that is unfinished' });
      const grown = Buffer.allocUnsafe(size);
      stream.body.copy(grown, 0, 0, stream.received);
      stream.body = grown;
    }
    piece.copy(stream.body, stream.received);
    stream.received = needed;
  }

  #finish(stream: ChunkStream): RtmpMessage {
    const { type, streamId, timestampMs, body: payload } = stream;
    this.#forget(stream);
    return { type, streamId, timestampMs, payload };
  }

  #forget(stream: ChunkStream): void {
    this.#heldBytes -= stream.body.byteLength;
    stream.body = NOTHING;
    stream.received = 0;
  }

  #setChunkBytes(payload: Buffer): void {
    const size = payload.byteLength < 4 ? 0 : payload.readUInt32BE(0);
    if (size < 1 || size > MAX_CHUNK_BYTES) throw new BadRtmp({ reason: `a chunk size of ${size}` });
    this.#chunkBytes = size;
  }

  #abort(payload: Buffer): void {
    if (payload.byteLength < 4) throw new BadRtmp({ reason: 'an abort of nothing' });
    const stream = this.#streams.get(payload.readUInt32BE(0));
    if (stream !== undefined) this.#forget(stream);
  }
}
