import type { AacFacts } from '../../core/flv/aac.ts';
import type { AvcFacts } from '../../core/flv/avc.ts';
import type { SourceEvent } from '../flv/flv-source.ts';
import { snapRate } from './source-state.ts';

/** What a presenter's encoder sends, as it was measured over the last seconds. */
export interface SourceMeasures {
  readonly picture: AvcFacts;
  readonly sound: AacFacts | undefined;
  /** Frames a second; undefined while there are too few. */
  readonly frameRate: number | undefined;
  /** The longest time between two keyframes of late, ms; undefined while there was one only. */
  readonly keyframeMs: number | undefined;
  /** Picture and sound; undefined while there is too little. */
  readonly bitsPerSecond: number | undefined;
  /** Unix ms. */
  readonly newestAtMs: number;
}

const WINDOW_MS = 5_000;
/** Less than this says nothing about a rate. */
const MIN_SPAN_MS = 1_000;
/** Intervals between keyframes that are remembered. */
const KEPT_INTERVALS = 4;

interface Came {
  readonly atMs: number;
  readonly bytes: number;
  /** Of a frame of the picture: its time in the stream. What an encoder sends at once after it has connected comes faster than it is. */
  readonly dtsMs: number | undefined;
}

/** Measures one publish session. Pure. */
export class SourceMeter {
  #picture: AvcFacts | undefined;
  #sound: AacFacts | undefined;
  #came: Came[] = [];
  #lastKeyMs: number | undefined;
  #intervals: number[] = [];

  /** Takes note of what came, at Unix ms. */
  note(event: SourceEvent, atMs: number): void {
    switch (event.kind) {
      case 'picture':
        this.#picture = event.facts;
        break;
      case 'sound':
        this.#sound = event.facts;
        break;
      case 'break':
        this.#came = [];
        this.#intervals = [];
        this.#lastKeyMs = undefined;
        break;
      case 'video':
        if (event.key) this.#noteKey(event.dtsMs);
        this.#keep({ atMs, bytes: event.data.byteLength, dtsMs: event.dtsMs });
        break;
      case 'audio':
        this.#keep({ atMs, bytes: event.data.byteLength, dtsMs: undefined });
        break;
    }
  }

  /** @returns what is known; undefined before the first frame. */
  measures(): SourceMeasures | undefined {
    const [oldest, newest] = [this.#came[0], this.#came.at(-1)];
    if (this.#picture === undefined || oldest === undefined || newest === undefined) return undefined;
    const times = this.#came.flatMap(({ dtsMs }) => dtsMs ?? []);
    const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
    const isEnough = spanMs >= MIN_SPAN_MS;
    const frames = times.length - 1;
    const bytes = this.#came.reduce((sum, came) => sum + came.bytes, -oldest.bytes);
    return {
      picture: this.#picture,
      sound: this.#sound,
      frameRate: isEnough ? snapRate((frames * 1_000) / spanMs) : undefined,
      keyframeMs: this.#intervals.length === 0 ? undefined : Math.max(...this.#intervals),
      bitsPerSecond: isEnough ? Math.round((bytes * 8_000) / spanMs) : undefined,
      newestAtMs: newest.atMs,
    };
  }

  #noteKey(dtsMs: number): void {
    if (this.#lastKeyMs !== undefined) this.#intervals = [...this.#intervals, dtsMs - this.#lastKeyMs].slice(-KEPT_INTERVALS);
    this.#lastKeyMs = dtsMs;
  }

  #keep(came: Came): void {
    this.#came.push(came);
    // in one go, so that it costs nothing for each frame
    if ((this.#came[0]?.atMs ?? 0) < came.atMs - 2 * WINDOW_MS) this.#came = this.#came.filter(({ atMs }) => atMs >= came.atMs - WINDOW_MS);
  }
}
