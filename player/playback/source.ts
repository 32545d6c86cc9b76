/** One thing that is played: the live edge or a recording, through hls.js or through the browser's own HLS. */
import type { ReadonlySignal } from '@preact/signals';
import type { CaptionFeed } from '../captions/caption-feed.ts';
import type { PlayerError } from './faults.ts';
import type { LatencyController } from './latency-controller.ts';
import type { Range } from './programme.ts';

/** A rung as the viewer may choose it. */
export interface Quality {
  readonly height: number;
  readonly bitrate: number;
}

export interface SourceListener {
  /** The ladder is known (or has changed). */
  qualities(list: readonly Quality[]): void;
  /** The picture of another rung is on screen now. */
  shown(height: number): void;
  /** The picture has captions, and something was said. */
  captioned(feed: CaptionFeed): void;
  /** Media arrived: things go well. */
  progress(): void;
  /** New media is about to be appended: the buffer is at a low point of its saw. */
  beforeAppend(): void;
  /** The timeline broke: another encoder run, the slate, or the end. */
  broke(): void;
  failed(error: PlayerError): void;
}

/** Everything the engine wants to know several times a second. */
export interface SourceView {
  readonly partTargetSeconds: number | null;
  /** Media the server has beyond the playhead, in seconds. */
  readonly behindEdgeSeconds: number | null;
  /** Where to go for the edge, in media time. */
  readonly edgeSeconds: number | null;
  /** What the playlist in use lists, as programme time. */
  readonly listed: Range | null;
  /** Programme time at the playhead, Unix ms. */
  readonly programMs: number | null;
  readonly bandwidthBps: number | null;
  /** Parts come in slower than they play. */
  readonly starving: boolean;
  /** Seconds until the media that is being loaded is there; null when it is not late. */
  readonly arrivesInSeconds: number | null;
  /** While the picture moves: for so long nothing has to be decided, ms. */
  readonly calmMs: number;
  /** What is loaded now. */
  readonly loadingHeight: number | null;
}

export interface Source {
  readonly kind: 'hls' | 'native';
  view(): SourceView;
  /** How near to the edge to play with parts of that length, as a rule that comes with the source's code; null where the browser decides. */
  latencyRule(partTargetSeconds: number): LatencyController | null;
  /** @returns media time of a programme time, in seconds; of the nearer end when it is not listed; undefined when unknown. */
  placeOf(programMs: number): number | undefined;
  /** Several times a second: automatic quality thinks here. */
  tick(facts: { readonly nowMs: number; readonly stalledMs: number }): void;
  /** null: automatic. */
  choose(height: number | null): void;
  restartLoad(): void;
  recoverMedia(): void;
  close(): void;
}

/** How a source is opened. */
export interface SourceRequest {
  readonly video: HTMLVideoElement;
  /** Without a pass. */
  readonly url: string;
  /** The pass of the moment; see `state/media-pass.ts`. */
  readonly prefix: ReadonlySignal<string>;
  readonly live: boolean;
  /** Where a recording begins to play; the edge when live. */
  readonly startAt: { readonly programMs: number; readonly guessSeconds: number } | null;
  readonly height: number | null;
  readonly listener: SourceListener;
}
