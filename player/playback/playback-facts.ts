/** What is true of playback just now, as signals: the engine writes them, the view reads them. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { CaptionFeed } from '../captions/caption-feed.ts';
import type { FaultKind } from './faults.ts';
import type { Range } from './programme.ts';
import type { Quality } from './source.ts';

/** `muted`: the browser let us play only without sound. `blocked`: not even that; the viewer has to tap. */
export type Refusal = 'none' | 'muted' | 'blocked';

export class PlaybackFacts {
  readonly mode = signal<'none' | 'live' | 'recording'>('none');
  readonly paused = signal(true);
  readonly muted = signal(false);
  /** 0..1. */
  readonly volume = signal(1);
  /** A first picture was shown. */
  readonly started = signal(false);
  /** Wants to play and cannot. */
  readonly waiting = signal(false);
  /** Played to the end: of a recording, or of a stream that is over. */
  readonly finished = signal(false);
  /** At the live edge, and meant to be there. */
  readonly following = signal(true);
  /** Seconds behind the stage. */
  readonly behind = signal<number | null>(null);
  /** The same, also in a recording of what is on air, and once a second: every figure on the page that a person reads. */
  readonly toldBehind = signal<number | null>(null);
  /** Programme time at the playhead, Unix ms; of the place it is on its way to. */
  readonly positionMs = signal<number | null>(null);
  /** What the rewind bar spans, Unix ms. */
  readonly range = signal<Range | null>(null);
  readonly qualities = signal<readonly Quality[]>([]);
  /** The height chosen by hand; null: automatic. */
  readonly chosenHeight = signal<number | null>(null);
  readonly shownHeight = signal<number | null>(null);
  /** Captions that came with the picture; null as long as nothing was said. */
  readonly captions = signal<CaptionFeed | null>(null);
  readonly fault = signal<FaultKind | null>(null);
  readonly refusal = signal<Refusal>('none');
  /** The picture has moved for a while: not just for the last crumbs of a buffer. */
  readonly steady = signal(false);
  /** There is a picture to see, moving or not. */
  readonly pictured = computed(() => this.started.value && this.mode.value !== 'none');
  /** The picture moves. */
  readonly moving = computed(() => this.pictured.value && !this.waiting.value && !this.paused.value && !this.finished.value);
}

/** The same, for those who only look. */
export type ReadonlyFacts = {
  readonly [Name in keyof PlaybackFacts]: PlaybackFacts[Name] extends ReadonlySignal<infer Value> ? ReadonlySignal<Value> : never;
};
