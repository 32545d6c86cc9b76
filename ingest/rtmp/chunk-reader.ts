import { BadRtmp } from '../errors.ts';

/** One RTMP message; `payload` is a copy that the receiver owns. */
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

const HEADER_BYTES = [11, 7, 3, 0] as const;
const EXTENDED = 0xffffff;
const DEFAULT_CHUNK_BYTES = 128;
const MAX_CHUNK_BYTES = 0x100000;
/** Encoders use four or five. */
const MAX_CHUNK_STREAMS = 16;

interface ChunkStream {
  timestampMs: number;
  deltaMs: number;
  isExtended: boolean;
  length: number;
  type: number;
  streamId: number;
  /** Grows with what has come: an announced length alone takes no memory. */
  pieces: Buffer[];
  received: number;
}

/**
 * Puts RTMP chunks together to messages (RTMP 1.0, 5.3). A reader of our own, because the library's loops for ever on a chunk size
 * of 0, takes the memory that a header announces before a login, and shares one buffer among messages.
 */
export class ChunkReader {
  /** Longest message, and most bytes of unfinished messages together; raised after the login. */
  maxMessageBytes: number;
  readonly #streams = new Map<number, ChunkStream>();
  #chunkBytes = DEFAULT_CHUNK_BYTES;
  #pending: Buffer = Buffer.alloc(0);
  #unfinished = 0;

  constructor(maxMessageBytes: number) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** @throws BadRtmp; the connection is of no use after it. */
  *push(chunk: Buffer): Generator<RtmpMessage, void, void> {
    let bytes = this.#pending.byteLength === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const step = this.#readChunk(bytes);
      if (step === undefined) break;
      bytes = bytes.subarray(step.used);
      if (step.message === undefined) continue;
      if (step.message.type === MESSAGE.setChunkSize) this.#setChunkBytes(step.message.payload);
      else if (step.message.type === MESSAGE.abort) this.#abort(step.message.payload);
      else yield step.message;
    }
    // a view would keep the whole socket buffer alive
    this.#pending = Buffer.from(bytes);
  }

  #readChunk(bytes: Buffer): { readonly used: number; readonly message: RtmpMessage | undefined } | undefined {
    const first = bytes[0];
    if (first === undefined) return undefined;
    const basicBytes = (first & 0x3f) === 0 ? 2 : (first & 0x3f) === 1 ? 3 : 1;
    const format = (first >> 6) as 0 | 1 | 2 | 3;
    let at = basicBytes + HEADER_BYTES[format];
    if (bytes.byteLength < at) return undefined;
    const id = basicBytes === 1 ? first & 0x3f : basicBytes === 2 ? 64 + (bytes[1] ?? 0) : 64 + (bytes[1] ?? 0) + (bytes[2] ?? 0) * 256;
    const known = this.#streams.get(id);
    if (known === undefined && format !== 0 && format !== 1) throw new BadRtmp({ reason: 'a chunk that continues nothing' });
    const stamp = format === 3 ? undefined : bytes.readUIntBE(basicBytes, 3);
    const isExtended = stamp === undefined ? (known?.isExtended ?? false) : stamp === EXTENDED;
    if (isExtended && bytes.byteLength < at + 4) return undefined;
    const time = isExtended ? bytes.readUInt32BE(at) : stamp;
    if (isExtended) at += 4;
    const length = format <= 1 ? bytes.readUIntBE(basicBytes + 3, 3) : (known?.length ?? 0);
    const received = known?.received ?? 0;
    const size = Math.min(this.#chunkBytes, length - received);
    if (length > this.maxMessageBytes) throw new BadRtmp({ reason: `a message of ${length} bytes` });
    if (bytes.byteLength < at + size) {
      if (at + size > this.maxMessageBytes + 18) throw new BadRtmp({ reason: 'a chunk that is too long' });
      return undefined;
    }
    if (received > 0 && format !== 3) throw new BadRtmp({ reason: 'a new message before the last one ended' });
    const stream = known ?? this.#newStream(id);
    if (received === 0) this.#begin(stream, format, time, isExtended, length, bytes, basicBytes);
    stream.pieces.push(Buffer.from(bytes.subarray(at, at + size)));
    stream.received += size;
    this.#unfinished += size;
    const used = at + size;
    if (stream.received < stream.length) {
      if (this.#unfinished > this.maxMessageBytes * 2) throw new BadRtmp({ reason: 'too much that is unfinished' });
      return { used, message: undefined };
    }
    return { used, message: this.#finish(stream) };
  }

  #newStream(id: number): ChunkStream {
    if (this.#streams.size >= MAX_CHUNK_STREAMS) throw new BadRtmp({ reason: 'too many chunk streams' });
    const stream: ChunkStream = { timestampMs: 0, deltaMs: 0, isExtended: false, length: 0, type: 0, streamId: 0, pieces: [], received: 0 };
    this.#streams.set(id, stream);
    return stream;
  }

  #begin(
    stream: ChunkStream,
    format: number,
    time: number | undefined,
    isExtended: boolean,
    length: number,
    bytes: Buffer,
    at: number,
  ): void {
    stream.isExtended = isExtended;
    stream.length = length;
    if (format <= 1) stream.type = bytes.readUInt8(at + 6);
    if (format === 0) {
      stream.streamId = bytes.readUInt32LE(at + 7);
      stream.timestampMs = time ?? 0;
      stream.deltaMs = 0;
      return;
    }
    if (format !== 3) stream.deltaMs = time ?? 0;
    stream.timestampMs = (stream.timestampMs + stream.deltaMs) >>> 0;
  }

  #finish(stream: ChunkStream): RtmpMessage {
    const payload = stream.pieces.length === 1 && stream.pieces[0] !== undefined ? stream.pieces[0] : Buffer.concat(stream.pieces);
    this.#unfinished -= stream.received;
    stream.pieces = [];
    stream.received = 0;
    return { type: stream.type, streamId: stream.streamId, timestampMs: stream.timestampMs, payload };
  }

  #setChunkBytes(payload: Buffer): void {
    const size = payload.byteLength < 4 ? 0 : payload.readUInt32BE(0);
    if (size < 1 || size > MAX_CHUNK_BYTES) throw new BadRtmp({ reason: `a chunk size of ${size}` });
    this.#chunkBytes = size;
  }

  #abort(payload: Buffer): void {
    if (payload.byteLength < 4) throw new BadRtmp({ reason: 'an abort of nothing' });
    const stream = this.#streams.get(payload.readUInt32BE(0));
    if (stream === undefined) return;
    this.#unfinished -= stream.received;
    stream.pieces = [];
    stream.received = 0;
  }
}
