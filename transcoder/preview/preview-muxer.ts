import { TIMESCALE } from '../../core/contracts/timeline.ts';
import type { AacFacts } from '../../core/flv/aac.ts';
import type { SourceEvent } from '../flv/flv-source.ts';
import { AudioTimeline } from '../packager/audio-timeline.ts';
import { writeInitSection } from '../packager/init-section.ts';
import { writePart } from '../packager/part-bytes.ts';

type Picture = Extract<SourceEvent, { kind: 'picture' }>;
type Frame = Extract<SourceEvent, { kind: 'video' }>;

const TICKS_PER_MS = TIMESCALE / 1_000;
/** Sound that is later than this behind the picture is silence: a browser shows no picture that has no sound. */
const SILENT_AFTER_TICKS = 0.3 * TIMESCALE;

/**
 * What a presenter sends, as one fragmented MP4 (ISO 14496-12) that a browser plays while it comes: a fragment for each frame, nothing
 * encoded. A frame goes out when the next one says how long it was. Pure.
 */
export class PreviewMuxer {
  #picture: Picture | undefined;
  #sound: AacFacts | undefined;
  #track: AudioTimeline | undefined;
  #held: Frame | undefined;
  #startMs: number | undefined;
  #sequence = 0;
  #soundsSent = 0;
  #isOver = false;

  /** Its media type with codecs (RFC 6381); undefined: it has not begun. */
  get type(): string | undefined {
    if (this.#startMs === undefined || this.#picture === undefined) return undefined;
    const codecs = [this.#picture.facts.codec, ...(this.#track === undefined ? [] : [this.#track.facts.codec])];
    return `video/mp4; codecs="${codecs.join(', ')}"`;
  }

  /** Time 0 of the file on the presenter's clock, ms; undefined: it has not begun. */
  get startMs(): number | undefined {
    return this.#startMs;
  }

  /** What comes now fits no more into this file: another one has to be begun. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** @returns what goes out now, in this order. */
  push(event: SourceEvent): readonly Uint8Array[] {
    if (this.#isOver) return [];
    switch (event.kind) {
      case 'break':
        this.#isOver = this.#startMs !== undefined;
        return [];
      case 'picture':
        this.#picture = event;
        return [];
      case 'sound':
        // a file that began without sound gets none
        this.#isOver = this.#startMs !== undefined;
        this.#sound = event.facts;
        return [];
      case 'audio':
        if (this.#startMs !== undefined) this.#track?.add((event.ptsMs - this.#startMs) * TICKS_PER_MS, event.data);
        return [];
      case 'video':
        return this.#startMs === undefined ? this.#begin(event) : this.#next(event, this.#startMs);
    }
  }

  #begin(frame: Frame): readonly Uint8Array[] {
    if (!frame.key || this.#picture === undefined) return [];
    const { facts, record } = this.#picture;
    this.#startMs = frame.dtsMs;
    this.#held = frame;
    if (this.#sound !== undefined) this.#track = new AudioTimeline(this.#sound, 0);
    const sound = this.#sound && { sampleRate: this.#sound.sampleRate, channels: this.#sound.channels, aacConfig: this.#sound.config };
    return [writeInitSection({ width: facts.width, height: facts.height, avcConfig: record }, sound)];
  }

  #next(frame: Frame, startMs: number): readonly Uint8Array[] {
    const due = this.#held;
    this.#held = frame;
    if (due === undefined) return [];
    const dts = (due.dtsMs - startMs) * TICKS_PER_MS;
    const sample = {
      dts,
      durationTicks: (frame.dtsMs - due.dtsMs) * TICKS_PER_MS,
      compositionTicks: (due.ptsMs - due.dtsMs) * TICKS_PER_MS,
      key: due.key,
      data: due.data,
    };
    return [writePart(++this.#sequence, [sample], this.#soundUpTo(dts))];
  }

  #soundUpTo(ticks: number) {
    const track = this.#track;
    if (track === undefined) return undefined;
    track.fillTo(ticks - SILENT_AFTER_TICKS);
    const span = track.span(this.#soundsSent, track.count);
    this.#soundsSent = track.count;
    track.forgetBefore(this.#soundsSent);
    return span;
  }
}
