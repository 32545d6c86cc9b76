import type { LadderPlan } from '../../core/ladder/ladder.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import type { FfmpegInput } from '../ffmpeg/args.ts';
import { LiveFfmpeg } from '../ffmpeg/live-ffmpeg.ts';
import type { SourceEvent } from '../flv/flv-source.ts';
import type { RunWriter } from './run-writer.ts';

export type SourceVideo = Extract<SourceEvent, { kind: 'video' }>;
export type SourceAudio = Extract<SourceEvent, { kind: 'audio' }>;
/** A frame and when it came, Unix ms. */
export type Arrived = (SourceVideo | SourceAudio) & { readonly atMs: number };

export interface PublisherRunOptions {
  readonly ffmpegPath: string;
  readonly plan: LadderPlan;
  readonly input: FfmpegInput;
  readonly pictureRecord: Uint8Array;
  readonly writer: RunWriter;
  readonly clock: Clock;
  readonly log: Log;
  /** It cannot go on: ffmpeg ended, or its output makes no sense. Comes once. */
  readonly onFailed: (sentence: string) => void;
}

/** How far the encodes are behind, for the watchdog and the overload guard. */
export interface RunHealth {
  /** Since the newest part, or since the start; ms. */
  readonly withoutPartMs: number;
  /** The slowest encode behind the source, ms. */
  readonly lagMs: number;
}

/** When frames came, kept for as many as may be inside ffmpeg. */
const MAX_ARRIVALS = 2_000;

/** The presenter's picture as one run: the source's own frames and those of one ffmpeg, into one writer. */
export class PublisherRun {
  readonly #options: PublisherRunOptions;
  readonly #ffmpeg: LiveFfmpeg | undefined;
  readonly #copyTrack: number;
  /** Which tracks come out of ffmpeg, in the order of its pipes. */
  readonly #encodeTracks: readonly number[];
  readonly #arrivals = new Map<number, number>();
  /** The source's first frame. ffmpeg's time begins with it: so it is small, and passes no end of 32 bits. */
  #first: { readonly dtsMs: number; readonly ptsMs: number } | undefined;
  #newestPtsMs = 0;
  #newestEncoded: number[];
  #cancelDrain: (() => void) | undefined;
  #lastPartMs: number;
  #lastParts = 0;
  #isOver = false;

  constructor(options: PublisherRunOptions) {
    this.#options = options;
    const { rungs } = options.plan;
    this.#copyTrack = rungs.findIndex((rung) => rung.kind === 'copy');
    this.#encodeTracks = rungs.flatMap((rung, index) => (rung.kind === 'encode' ? [index] : []));
    this.#newestEncoded = [];
    this.#lastPartMs = options.clock.monotonicMs();
    if (this.#copyTrack >= 0) options.writer.configure(this.#copyTrack, options.pictureRecord);
    this.#ffmpeg = this.#encodeTracks.length === 0 ? undefined : this.#spawn();
  }

  /** ffmpeg's process id, for those who want to see it. */
  get pid(): number | undefined {
    return this.#ffmpeg?.pid;
  }

  #spawn(): LiveFfmpeg {
    const { ffmpegPath, plan, input, log, clock, writer } = this.#options;
    const ffmpeg = new LiveFfmpeg({
      ffmpegPath,
      input,
      log,
      encodes: plan.rungs.filter((rung) => rung.kind === 'encode'),
      onEvent: (encode, event) => {
        const track = this.#encodeTracks[encode];
        if (track === undefined || this.#isOver) return;
        if (event.kind === 'picture') {
          writer.configure(track, event.record);
          return;
        }
        const shiftMs = (input.evenFrameRate === undefined ? this.#first?.dtsMs : this.#first?.ptsMs) ?? 0;
        const frame = { ...event, dtsMs: event.dtsMs + shiftMs, ptsMs: event.ptsMs + shiftMs };
        this.#newestEncoded[encode] = frame.ptsMs;
        this.#guarded(() => writer.addVideo(track, frame, this.#arrivals.get(frame.ptsMs) ?? clock.nowMs(), clock.monotonicMs()));
      },
      onEnd: ({ wanted, sentence }) => {
        if (!wanted) this.#fail(sentence);
      },
    });
    ffmpeg.configure(this.#options.pictureRecord);
    return ffmpeg;
  }

  /** What the source gave. */
  push(event: Arrived): void {
    if (this.#isOver) return;
    const { writer, clock } = this.#options;
    if (event.kind === 'audio') {
      writer.addAudio(event.ptsMs, event.data, clock.monotonicMs());
    } else {
      this.#newestPtsMs = Math.max(this.#newestPtsMs, event.ptsMs);
      this.#arrivals.set(event.ptsMs, event.atMs);
      if (this.#arrivals.size > MAX_ARRIVALS) this.#arrivals.delete(this.#arrivals.keys().next().value ?? 0);
      this.#first ??= event;
      const { dtsMs } = this.#first;
      this.#ffmpeg?.push({ ...event, dtsMs: event.dtsMs - dtsMs, ptsMs: event.ptsMs - dtsMs });
      if (this.#copyTrack >= 0) this.#guarded(() => writer.addVideo(this.#copyTrack, event, event.atMs, clock.monotonicMs()));
    }
    this.#armDrain();
  }

  health(): RunHealth {
    const { clock, writer } = this.#options;
    if (writer.parts !== this.#lastParts) {
      this.#lastParts = writer.parts;
      this.#lastPartMs = clock.monotonicMs();
    }
    const slowest = this.#encodeTracks.map((_, encode) => this.#newestEncoded[encode]);
    const lagMs = Math.max(0, ...slowest.map((pts) => (pts === undefined ? 0 : this.#newestPtsMs - pts)));
    return { withoutPartMs: clock.monotonicMs() - this.#lastPartMs, lagMs };
  }

  /** Over: ffmpeg is ended, what is complete goes out. Idempotent. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelDrain?.();
    this.#ffmpeg?.kill();
    if (this.#options.writer.parts > 0) this.#options.writer.end();
  }

  #guarded(add: () => void): void {
    try {
      add();
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
      return;
    }
    if (this.#options.writer.isStuck) this.#fail('an encode is a minute behind');
  }

  #fail(sentence: string): void {
    if (this.#isOver) return;
    this.#options.onFailed(sentence);
  }

  /** A part may wait for sound that does not come: look again when its time is over. */
  #armDrain(): void {
    if (this.#cancelDrain !== undefined || this.#isOver) return;
    const { writer, clock } = this.#options;
    const deadline = writer.drain(clock.monotonicMs());
    if (deadline === undefined) return;
    this.#cancelDrain = clock.after(Math.max(1, deadline - clock.monotonicMs()), () => {
      this.#cancelDrain = undefined;
      this.#armDrain();
    });
  }
}
