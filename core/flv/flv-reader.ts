import { defineError } from '../runtime/errors.ts';

/** What came down the pipe is not FLV. */
export const NotFlv = defineError<{ readonly reason: string }>('CORE_NOT_FLV', {
  status: 502,
  retryable: true,
  message: ({ reason }) => `the feed is not an FLV stream: ${reason}`,
});

/** Tag types of FLV (Adobe FLV 10.1, E.4.1). */
export const FLV_AUDIO = 8;
export const FLV_VIDEO = 9;
export const FLV_SCRIPT = 18;

/** One FLV tag; `body` is a copy that the receiver owns. */
export interface FlvTag {
  readonly type: number;
  /** Milliseconds, unsigned 32 bits: wraps after 49.7 days. */
  readonly timestampMs: number;
  readonly body: Uint8Array;
}

const HEADER_BYTES = 9;
const MAX_HEADER_BYTES = 1024;
const TAG_HEADER_BYTES = 11;
/** A keyframe of 8K is below it; whatever is longer is not a tag. */
const MAX_TAG_BYTES = 4 * 1024 * 1024;

/** Cuts a byte stream into FLV tags as they become complete. Holds at most one tag. */
export class FlvReader {
  #pending: Buffer = Buffer.alloc(0);
  #needed = HEADER_BYTES + 4;
  #chunks: Uint8Array[] = [];
  #buffered = 0;
  #sawHeader = false;

  /** @throws NotFlv when the bytes cannot be FLV. */
  *push(chunk: Uint8Array): Generator<FlvTag, void, void> {
    this.#chunks.push(chunk);
    this.#buffered += chunk.byteLength;
    if (this.#pending.byteLength + this.#buffered < this.#needed) return;
    let bytes = Buffer.concat([this.#pending, ...this.#chunks]);
    this.#chunks = [];
    this.#buffered = 0;
    if (!this.#sawHeader) {
      const headerBytes = this.#readHeader(bytes);
      if (bytes.byteLength < headerBytes) {
        this.#needed = headerBytes;
        this.#pending = bytes;
        return;
      }
      this.#sawHeader = true;
      bytes = bytes.subarray(headerBytes);
    }
    for (;;) {
      const tag = this.#readTag(bytes);
      if (tag === undefined) break;
      bytes = bytes.subarray(TAG_HEADER_BYTES + tag.body.byteLength + 4);
      yield tag;
    }
    this.#pending = bytes;
  }

  /** @returns the bytes before the first tag: the header, as long as it says (E.2: DataOffset), and the size of no tag. */
  #readHeader(bytes: Buffer): number {
    if (bytes.toString('latin1', 0, 3) !== 'FLV') throw new NotFlv({ reason: 'it does not begin with FLV' });
    const length = bytes.readUInt32BE(5);
    if (length < HEADER_BYTES || length > MAX_HEADER_BYTES) throw new NotFlv({ reason: `a header of ${length} bytes` });
    return length + 4;
  }

  #readTag(bytes: Buffer): FlvTag | undefined {
    this.#needed = TAG_HEADER_BYTES;
    if (bytes.byteLength < TAG_HEADER_BYTES) return undefined;
    const size = bytes.readUIntBE(1, 3);
    if (size > MAX_TAG_BYTES) throw new NotFlv({ reason: `a tag of ${size} bytes` });
    this.#needed = TAG_HEADER_BYTES + size + 4;
    if (bytes.byteLength < this.#needed) return undefined;
    const timestampMs = ((bytes.readUInt8(7) << 24) | bytes.readUIntBE(4, 3)) >>> 0;
    const body = Uint8Array.prototype.slice.call(bytes, TAG_HEADER_BYTES, TAG_HEADER_BYTES + size);
    return { type: bytes.readUInt8(0) & 0x1f, timestampMs, body };
  }
}
