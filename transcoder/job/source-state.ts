import type { AacFacts } from '../../core/flv/aac.ts';
import type { AvcFacts } from '../../core/flv/avc.ts';
import type { SourceEvent } from '../flv/flv-source.ts';
import type { Arrived } from './publisher-run.ts';

/** What was learned about a presenter's encoder and outlives a run. */
export interface SourceHabits {
  /** Keyframes come too seldom for the source's own bytes to be sent on. */
  readonly hasSparseKeyframes: boolean;
  /** Frames come unevenly. */
  readonly isUneven: boolean;
}

/** Everything that is needed to begin a run. */
export interface RunStart {
  readonly picture: { readonly facts: AvcFacts; readonly record: Uint8Array };
  readonly sound: AacFacts | undefined;
  readonly frameRate: number;
  /** From the last keyframe on. */
  readonly frames: readonly Arrived[];
}

/** A source that has shown a picture this long without sound has none. */
const SOUND_WAIT_MS = 400;
/** Frames that are looked at for the frame rate where the picture's configuration does not say. */
const RATE_FRAMES = 12;
/** Longest time between keyframes of a source that is sent on as it is: the target duration. */
export const MAX_KEYFRAME_INTERVAL_MS = 4_000;
/** Two frames farther apart than this make a part longer than is promised. */
const MAX_FRAME_GAP_MS = 300;
/** Gaps in a row of seconds before a source counts as uneven; a single one is a hiccup. */
const UNEVEN_GAPS = 3;
const MAX_GROUP_BYTES = 24 * 1024 * 1024;

/**
 * Watches one publish session: its configuration, its last keyframe's group, its habits. Pure.
 */
export class SourceState {
  #picture: { facts: AvcFacts; record: Uint8Array } | undefined;
  #sound: AacFacts | undefined;
  #group: Arrived[] = [];
  #groupBytes = 0;
  #hasSound = false;
  #lastKeyMs: number | undefined;
  #lastDtsMs: number | undefined;
  #gaps = 0;
  #sparse = false;
  #uneven = false;

  get habits(): SourceHabits {
    return { hasSparseKeyframes: this.#sparse, isUneven: this.#uneven };
  }

  /** Takes note of what came. */
  note(event: SourceEvent, atMs: number): void {
    switch (event.kind) {
      case 'picture':
        this.#picture = event;
        this.#drop();
        break;
      case 'sound':
        this.#sound = event.facts;
        break;
      case 'break':
        this.#drop();
        break;
      case 'audio':
        this.#hasSound = true;
        if (this.#group.length > 0) this.#keep({ ...event, atMs });
        break;
      case 'video':
        this.#noteVideo({ ...event, atMs });
        break;
    }
  }

  /** @returns what a run needs, or undefined while it is not there yet. */
  start(): RunStart | undefined {
    const first = this.#group[0];
    if (this.#picture === undefined || first?.kind !== 'video') return undefined;
    const video = this.#group.filter((event) => event.kind === 'video');
    const newest = video.at(-1) ?? first;
    const waitedMs = newest.kind === 'video' ? newest.dtsMs - first.dtsMs : 0;
    const sound = this.#hasSound ? this.#sound : undefined;
    if (sound === undefined && waitedMs < SOUND_WAIT_MS) return undefined;
    const frameRate = this.#picture.facts.frameRate ?? (video.length >= RATE_FRAMES ? rateOf(video) : undefined);
    return frameRate === undefined ? undefined : { picture: this.#picture, sound, frameRate, frames: this.#group };
  }

  #noteVideo(event: Extract<Arrived, { kind: 'video' }>): void {
    if (this.#lastDtsMs !== undefined && event.dtsMs - this.#lastDtsMs > MAX_FRAME_GAP_MS) {
      this.#gaps++;
      if (this.#gaps >= UNEVEN_GAPS) this.#uneven = true;
    }
    this.#lastDtsMs = event.dtsMs;
    if (event.key) {
      this.#lastKeyMs = event.dtsMs;
      this.#group = [];
      this.#groupBytes = 0;
    } else if (this.#lastKeyMs !== undefined && event.dtsMs - this.#lastKeyMs > MAX_KEYFRAME_INTERVAL_MS) {
      this.#sparse = true;
    }
    if (event.key || this.#group.length > 0) this.#keep(event);
  }

  #keep(event: Arrived): void {
    this.#groupBytes += event.data.byteLength;
    // a group that is too long to be kept is not kept at all: the next keyframe begins a new one
    if (this.#groupBytes > MAX_GROUP_BYTES) this.#drop();
    else this.#group.push(event);
  }

  #drop(): void {
    this.#group = [];
    this.#groupBytes = 0;
    this.#lastDtsMs = undefined;
    this.#lastKeyMs = undefined;
  }
}

function rateOf(video: readonly Arrived[]): number {
  const times = video.flatMap((event) => (event.kind === 'video' ? [event.dtsMs] : []));
  const steps = times
    .slice(1)
    .map((time, index) => time - (times[index] ?? 0))
    .sort((a, b) => a - b);
  const average = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / Math.max(1, steps.length);
  return snapRate(1000 / Math.max(1, average));
}

const USUAL_RATES = [10, 12, 15, 20, 24_000 / 1001, 24, 25, 30_000 / 1001, 30, 48, 50, 60_000 / 1001, 60];

/** The usual frame rate nearest to a measured one, if it is near. */
export function snapRate(measured: number): number {
  const near = USUAL_RATES.filter((rate) => Math.abs(rate - measured) / rate < 0.02).sort(
    (a, b) => Math.abs(a - measured) - Math.abs(b - measured),
  );
  return near[0] ?? Math.min(120, Math.max(1, measured));
}
