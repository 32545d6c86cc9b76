import type { Writable } from 'node:stream';
import type { PublishSlot } from '../../core/contracts/feed.ts';
import type { SessionId, StreamId } from '../../core/contracts/ids.ts';
import { EpochEstimate } from '../../core/flv/epoch-estimate.ts';
import { FLV_SCRIPT, FLV_VIDEO } from '../../core/flv/flv-reader.ts';
import { FLV_HEADER, writeFlvTag } from '../../core/flv/flv-writer.ts';

/** Ten seconds at 20 Mbit/s. */
const MAX_GROUP_BYTES = 24 * 1024 * 1024;
/** A reader that has so much to catch up with is disconnected: it would never be live again. */
const MAX_BEHIND_BYTES = 8 * 1024 * 1024;
/** Timestamps farther apart than this are not of one timeline; passing the end of their 32 bits is a jump too. */
const JUMP_MS = 1_500;

interface Reader {
  readonly writable: Writable;
  /** More than this unread, and it is let go. Until it has read the beginning once, that does not count. */
  limitBytes: number;
}

/**
 * A publish session's media as FLV: what a new reader needs to begin, and the live end for everybody who reads. Takes only what the
 * media check lets through.
 */
export class FeedSession {
  readonly id: SessionId;
  readonly stream: StreamId;
  readonly slot: PublishSlot;
  readonly acceptedMs: number;
  #metadata: Buffer | undefined;
  #picture: Buffer | undefined;
  #pictureBody: Buffer | undefined;
  #sound: Buffer | undefined;
  /** The last keyframe and everything since. */
  #group: Buffer[] = [];
  #groupBytes = 0;
  #epoch = new EpochEstimate();
  #lastTimestampMs = 0;
  readonly #readers = new Set<Reader>();
  #isEnded = false;

  constructor(facts: { id: SessionId; stream: StreamId; slot: PublishSlot; acceptedMs: number }) {
    this.id = facts.id;
    this.stream = facts.stream;
    this.slot = facts.slot;
    this.acceptedMs = facts.acceptedMs;
  }

  /**
   * Unix ms of FLV time 0 as the arrivals of the last seconds tell it, since timestamps jumped last. Undefined before the first media.
   */
  get epochMs(): number | undefined {
    return this.#epoch.epochMs;
  }

  /** @param payload the body of an FLV tag of this type; it is copied. */
  push(type: 8 | 9 | 18, timestampMs: number, payload: Buffer, nowMs: number): void {
    const tag = writeFlvTag({ type, timestampMs, body: payload });
    const isHeader = type !== FLV_SCRIPT && payload[1] === 0;
    if (type === FLV_SCRIPT) this.#metadata = tag;
    else if (isHeader && type === FLV_VIDEO) this.#keepPicture(tag, payload);
    else if (isHeader) this.#sound = tag;
    else this.#keep(tag, type === FLV_VIDEO && (payload[0] ?? 0) >> 4 === 1);
    if (!isHeader && type !== FLV_SCRIPT) this.#noteTime(timestampMs, nowMs);
    for (const reader of this.#readers) this.#send(reader, tag);
  }

  /** Sends the beginning, and the live end from then on. */
  addReader(writable: Writable): void {
    const headers = [this.#metadata, this.#picture, this.#sound].flatMap((tag) => tag ?? []);
    const beginning = Buffer.concat([FLV_HEADER, ...headers, ...this.#group]);
    if (this.#isEnded) {
      writable.end(beginning);
      return;
    }
    const reader: Reader = { writable, limitBytes: beginning.byteLength + MAX_BEHIND_BYTES };
    this.#readers.add(reader);
    writable.once('close', () => this.#readers.delete(reader));
    writable.once('drain', () => {
      reader.limitBytes = MAX_BEHIND_BYTES;
    });
    writable.write(beginning);
  }

  end(): void {
    this.#isEnded = true;
    for (const reader of this.#readers) reader.writable.end();
    this.#readers.clear();
    this.#group = [];
  }

  #noteTime(timestampMs: number, nowMs: number): void {
    const hasJumped = Math.abs(timestampMs - this.#lastTimestampMs) > JUMP_MS;
    this.#lastTimestampMs = timestampMs;
    if (hasJumped) this.#epoch = new EpochEstimate();
    this.#epoch.note(nowMs - timestampMs, nowMs);
  }

  #keepPicture(tag: Buffer, body: Buffer): void {
    // pictures of the size before cannot be read with the new header
    if (this.#pictureBody !== undefined && !this.#pictureBody.equals(body)) this.#group = [];
    this.#picture = tag;
    this.#pictureBody = Buffer.from(body);
  }

  #keep(tag: Buffer, isKeyframe: boolean): void {
    if (isKeyframe) {
      this.#group = [];
      this.#groupBytes = 0;
    } else if (this.#group.length === 0) {
      // what has no keyframe before it is of no use to who begins to read
      return;
    }
    this.#groupBytes += tag.byteLength;
    if (this.#groupBytes > MAX_GROUP_BYTES) this.#group = [];
    else this.#group.push(tag);
  }

  #send(reader: Reader, tag: Buffer): void {
    if (reader.writable.writableLength > reader.limitBytes) reader.writable.destroy();
    else reader.writable.write(tag);
  }
}
