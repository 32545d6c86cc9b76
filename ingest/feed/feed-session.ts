import type { Writable } from 'node:stream';
import type { PublishSlot } from '../../core/contracts/feed.ts';
import type { SessionId, StreamId } from '../../core/contracts/ids.ts';
import { FLV_AUDIO, FLV_SCRIPT, FLV_VIDEO } from '../../core/flv/flv-reader.ts';
import { FLV_HEADER, writeFlvTag } from '../../core/flv/flv-writer.ts';

const MAX_GROUP_BYTES = 24 * 1024 * 1024;
/** A reader that has so much to catch up with is disconnected: it would never be live again. */
const MAX_BEHIND_BYTES = 8 * 1024 * 1024;

/** A publish session's media as FLV: what a new reader needs to begin, and the live end for everybody who reads. */
export class FeedSession {
  readonly id: SessionId;
  readonly stream: StreamId;
  readonly slot: PublishSlot;
  readonly acceptedMs: number;
  #metadata: Buffer | undefined;
  #picture: Buffer | undefined;
  #sound: Buffer | undefined;
  #group: Buffer[] = [];
  #groupBytes = 0;
  #epochMs = Number.POSITIVE_INFINITY;
  readonly #readers = new Set<Writable>();
  isEnded = false;

  constructor(facts: { id: SessionId; stream: StreamId; slot: PublishSlot; acceptedMs: number }) {
    this.id = facts.id;
    this.stream = facts.stream;
    this.slot = facts.slot;
    this.acceptedMs = facts.acceptedMs;
  }

  /** Unix ms of FLV time 0: the smallest seen, since a packet can come late and never early. */
  get epochMs(): number {
    return Number.isFinite(this.#epochMs) ? this.#epochMs : this.acceptedMs;
  }

  push(type: 8 | 9 | 18, timestampMs: number, payload: Uint8Array, nowMs: number): void {
    const tag = writeFlvTag({ type, timestampMs, body: payload });
    const isHeader = (type === FLV_VIDEO || type === FLV_AUDIO) && payload[1] === 0;
    if (type === FLV_SCRIPT) this.#metadata = tag;
    else if (isHeader && type === FLV_VIDEO) this.#picture = tag;
    else if (isHeader) this.#sound = tag;
    else this.#keep(type, tag, type === FLV_VIDEO && (payload[0] ?? 0) >> 4 === 1);
    if (!isHeader && type !== FLV_SCRIPT) this.#epochMs = Math.min(this.#epochMs, nowMs - timestampMs);
    for (const reader of this.#readers) this.#send(reader, tag);
  }

  /** Sends the beginning, and the live end from then on. */
  addReader(reader: Writable): void {
    this.#readers.add(reader);
    reader.once('close', () => this.#readers.delete(reader));
    reader.write(Buffer.concat([FLV_HEADER, ...[this.#metadata, this.#picture, this.#sound].flatMap((tag) => tag ?? []), ...this.#group]));
  }

  end(): void {
    this.isEnded = true;
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
    this.#group = [];
  }

  #keep(type: number, tag: Buffer, isKeyframe: boolean): void {
    if (isKeyframe) {
      this.#group = [];
      this.#groupBytes = 0;
    } else if (type === FLV_AUDIO && this.#group.length === 0) {
      return;
    } else if (this.#group.length === 0) {
      // pictures without a keyframe before them are of no use to who begins to read
      return;
    }
    this.#groupBytes += tag.byteLength;
    if (this.#groupBytes > MAX_GROUP_BYTES) this.#group = [];
    else this.#group.push(tag);
  }

  #send(reader: Writable, tag: Buffer): void {
    if (reader.writableLength > MAX_BEHIND_BYTES) reader.destroy();
    else reader.write(tag);
  }
}
