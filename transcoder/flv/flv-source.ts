import type { AacFacts } from '../../core/flv/aac.ts';
import { readAacConfig } from '../../core/flv/aac.ts';
import type { AvcFacts } from '../../core/flv/avc.ts';
import { readAvcConfig } from '../../core/flv/avc.ts';
import type { FlvTag } from '../../core/flv/flv-reader.ts';
import { FLV_AUDIO, FLV_VIDEO } from '../../core/flv/flv-reader.ts';

/** What a presenter's FLV says, in order. Times in ms, continuous: the 32 bits of FLV are unwrapped. */
export type SourceEvent =
  | { readonly kind: 'picture'; readonly facts: AvcFacts; readonly record: Uint8Array }
  | { readonly kind: 'sound'; readonly facts: AacFacts }
  | { readonly kind: 'video'; readonly dtsMs: number; readonly ptsMs: number; readonly key: boolean; readonly data: Uint8Array }
  | { readonly kind: 'audio'; readonly ptsMs: number; readonly data: Uint8Array }
  /** What comes now does not continue what was before: a new run has to begin at the next keyframe. */
  | { readonly kind: 'break'; readonly reason: 'timestamps-jumped' | 'picture-changed' | 'sound-changed' };

/** Time that jumps by more than this, either way, is not the same time any more. */
const JUMP_MS = 1_500;
const AVC = 7;
const AAC = 10;

/** Sound this far from the picture is of another time: one of the two has jumped, and the picture decides. */
const MAX_APART_MS = 5_000;

/** Unwraps one track's 32-bit timestamps and notices jumps. */
class TrackTime {
  #lastRaw: number | undefined;
  #lastMs = 0;

  /**
   * @returns ms that go on from the last ones, or, where those are of no use, from those of the `other` track; and whether they jumped.
   */
  read(rawMs: number, other: TrackTime): { readonly ms: number; readonly jumped: boolean } {
    const own = this.#goOn(rawMs, JUMP_MS);
    const jumped = own === undefined && this.#lastRaw !== undefined;
    this.#lastMs = own ?? other.#goOn(rawMs, MAX_APART_MS) ?? rawMs;
    this.#lastRaw = rawMs;
    return { ms: this.#lastMs, jumped };
  }

  /** Whether `ms` is far from where this track is. */
  isFarFrom(ms: number): boolean {
    return this.#lastRaw !== undefined && Math.abs(ms - this.#lastMs) > MAX_APART_MS;
  }

  #goOn(rawMs: number, withinMs: number): number | undefined {
    if (this.#lastRaw === undefined) return undefined;
    const delta = (rawMs - this.#lastRaw) | 0;
    return Math.abs(delta) > withinMs ? undefined : this.#lastMs + delta;
  }
}

/** Reads the tags of one publish session. Pure; what it does not know it leaves out. */
export class FlvSource {
  readonly #videoTime = new TrackTime();
  readonly #audioTime = new TrackTime();
  #pictureRecord: Uint8Array | undefined;
  #soundConfig: Uint8Array | undefined;
  #lastDtsMs = Number.NEGATIVE_INFINITY;

  read(tag: FlvTag): readonly SourceEvent[] {
    if (tag.type === FLV_VIDEO) return this.#readVideo(tag);
    if (tag.type === FLV_AUDIO) return this.#readAudio(tag);
    return [];
  }

  #readVideo({ body, timestampMs }: FlvTag): readonly SourceEvent[] {
    const [first = 0, packetType = 0, c0 = 0, c1 = 0, c2 = 0] = body;
    if ((first & 0x0f) !== AVC || body.byteLength < 5) return [];
    const data = body.subarray(5);
    if (packetType === 0) return this.#readPicture(data);
    if (packetType !== 1 || data.byteLength === 0 || this.#pictureRecord === undefined) return [];
    const time = this.#videoTime.read(timestampMs, this.#audioTime);
    const events: SourceEvent[] = [];
    if (time.jumped) {
      events.push({ kind: 'break', reason: 'timestamps-jumped' });
      this.#lastDtsMs = Number.NEGATIVE_INFINITY;
    }
    // two frames at one time, or a step back: a decoder needs times that go up
    const dtsMs = Math.max(time.ms, this.#lastDtsMs + 1);
    this.#lastDtsMs = dtsMs;
    const compositionMs = (((c0 << 16) | (c1 << 8) | c2) << 8) >> 8;
    events.push({ kind: 'video', dtsMs, ptsMs: Math.max(time.ms + compositionMs, dtsMs), key: first >> 4 === 1, data });
    return events;
  }

  #readPicture(record: Uint8Array): readonly SourceEvent[] {
    const facts = readAvcConfig(record);
    if (facts === undefined || (this.#pictureRecord !== undefined && isSame(this.#pictureRecord, record))) return [];
    const isChange = this.#pictureRecord !== undefined;
    this.#pictureRecord = record.slice();
    const picture: SourceEvent = { kind: 'picture', facts, record: this.#pictureRecord };
    return isChange ? [{ kind: 'break', reason: 'picture-changed' }, picture] : [picture];
  }

  #readAudio({ body, timestampMs }: FlvTag): readonly SourceEvent[] {
    if ((body[0] ?? 0) >> 4 !== AAC || body.byteLength < 2) return [];
    const data = body.subarray(2);
    if (body[1] === 0) return this.#readSound(data);
    if (body[1] !== 1 || data.byteLength === 0 || this.#soundConfig === undefined) return [];
    // sound that was away and came back is no jump of time
    const { ms: ptsMs } = this.#audioTime.read(timestampMs, this.#videoTime);
    return this.#videoTime.isFarFrom(ptsMs) ? [] : [{ kind: 'audio', ptsMs, data }];
  }

  #readSound(config: Uint8Array): readonly SourceEvent[] {
    const facts = readAacConfig(config);
    if (facts === undefined || (this.#soundConfig !== undefined && isSame(this.#soundConfig, facts.config))) return [];
    const isChange = this.#soundConfig !== undefined;
    this.#soundConfig = facts.config;
    const sound: SourceEvent = { kind: 'sound', facts };
    return isChange ? [{ kind: 'break', reason: 'sound-changed' }, sound] : [sound];
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((byte, index) => byte === b[index]);
}
