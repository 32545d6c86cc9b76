import { TIMESCALE } from '../../core/contracts/timeline.ts';
import type { AacFacts } from '../../core/flv/aac.ts';
import { AAC_FRAME_SAMPLES, silentFrame } from '../../core/flv/aac.ts';
import type { AudioSpan } from './part-bytes.ts';

/** A frame this far from where it is expected is a break in the sound, not jitter: FLV rounds to milliseconds, encoders drift. */
const BREAK_TICKS = 0.06 * TIMESCALE;

/**
 * The sound of one run, shared by all its renditions: frames numbered from 0, each exactly where the one before it ends, silence
 * where the source had none. Because every rendition takes frames by number from here, a switch between renditions never leaves a
 * hole or plays a frame twice.
 */
export class AudioTimeline {
  readonly facts: AacFacts;
  readonly #startTicks: number;
  readonly #silence: Uint8Array;
  #frames: Uint8Array[] = [];
  /** Number of the first frame that is kept. */
  #firstKept = 0;
  #anchorSamples: number | undefined;

  /** `startTicks`: where the picture begins (1/90000 s); sound before it is dropped. */
  constructor(facts: AacFacts, startTicks: number) {
    this.facts = facts;
    this.#startTicks = startTicks;
    this.#silence = silentFrame(facts.channels);
  }

  /** Frames so far. */
  get count(): number {
    return this.#firstKept + this.#frames.length;
  }

  /** Where the next frame belongs, 1/90000 s. */
  get endTicks(): number {
    return this.#ticksOf(this.count);
  }

  /** A frame of the source. Late ones (their place was filled with silence) are dropped. */
  add(atTicks: number, frame: Uint8Array): void {
    const frameTicks = this.#samplesToTicks(AAC_FRAME_SAMPLES);
    if (this.#anchorSamples === undefined) {
      if (atTicks < this.#startTicks - frameTicks / 2) return;
      const framesBefore = Math.max(0, Math.round((atTicks - this.#startTicks) / frameTicks));
      this.#anchorSamples = Math.max(0, Math.round((atTicks * this.facts.sampleRate) / TIMESCALE) - framesBefore * AAC_FRAME_SAMPLES);
    }
    const offBy = atTicks - this.endTicks;
    if (offBy < -BREAK_TICKS) return;
    if (offBy > BREAK_TICKS) this.fillTo(atTicks - frameTicks / 2);
    this.#frames.push(frame);
  }

  /** Silence until the sound reaches `limitTicks`. */
  fillTo(limitTicks: number): void {
    this.#anchorSamples ??= Math.round((this.#startTicks * this.facts.sampleRate) / TIMESCALE);
    while (this.endTicks < limitTicks) this.#frames.push(this.#silence);
  }

  /** The number of the first frame that starts at `limitTicks` or later; at most {@link count}. */
  indexAt(limitTicks: number): number {
    if (this.#anchorSamples === undefined) return this.#firstKept;
    const samples = (limitTicks * this.facts.sampleRate) / TIMESCALE - this.#anchorSamples;
    return Math.min(this.count, Math.max(0, Math.ceil(samples / AAC_FRAME_SAMPLES - 1e-6)));
  }

  /** Frames `from` up to, not including, `to`. */
  span(from: number, to: number): AudioSpan {
    return {
      startSamples: (this.#anchorSamples ?? 0) + from * AAC_FRAME_SAMPLES,
      frameSamples: AAC_FRAME_SAMPLES,
      frames: this.#frames.slice(Math.max(0, from - this.#firstKept), Math.max(0, to - this.#firstKept)),
    };
  }

  /** Forgets the frames before `index`: nobody will ask for them again. */
  forgetBefore(index: number): void {
    const drop = index - this.#firstKept;
    if (drop < 64) return;
    this.#frames = this.#frames.slice(drop);
    this.#firstKept = index;
  }

  #ticksOf(index: number): number {
    if (this.#anchorSamples === undefined) return this.#startTicks;
    return this.#samplesToTicks(this.#anchorSamples + index * AAC_FRAME_SAMPLES);
  }

  #samplesToTicks(samples: number): number {
    return (samples * TIMESCALE) / this.facts.sampleRate;
  }
}
