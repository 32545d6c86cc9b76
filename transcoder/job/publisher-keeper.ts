import type { StreamId } from '../../core/contracts/ids.ts';
import type { StreamProfile } from '../../core/contracts/timeline.ts';
import type { LadderMeans, LadderPlan, LadderSource } from '../../core/ladder/ladder.ts';
import { lighterCeiling, planLadder } from '../../core/ladder/ladder.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import { EncodeGuard } from './encode-guard.ts';
import type { GuardLimits } from './guard-limits.ts';
import { mapRenditions } from './profile.ts';
import type { Arrived } from './publisher-run.ts';
import { PublisherRun } from './publisher-run.ts';
import type { Reading } from './reading.ts';
import type { RunWriter, RunWriterOptions } from './run-writer.ts';
import type { RunStart, SourceHabits } from './source-state.ts';
import type { TranscoderMetrics } from './transcoder-metrics.ts';

/** What differs from one writer to the next. */
export type WriterFacts = Pick<RunWriterOptions, 'cause' | 'tracks' | 'profile' | 'frameRate' | 'startPtsMs' | 'programmeClock'> & {
  readonly sound: RunStart['sound'];
};

export interface PublisherKeeperOptions {
  readonly stream: StreamId;
  readonly ffmpegPath: string;
  readonly cores: number;
  readonly maxRungs: number | undefined;
  readonly limits: Partial<GuardLimits> | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: TranscoderMetrics;
  /** What the recording promises; one is opened for this plan when none is. */
  readonly profileFor: (plan: LadderPlan, frameRate: number) => StreamProfile;
  /** A writer into the timeline. */
  readonly newWriter: (facts: WriterFacts) => RunWriter;
  /** A run has written its last part. */
  readonly onRunEnded: (writer: RunWriter) => void;
}

/** How the presenter's picture is encoded at the moment. */
export interface EncodeStatus {
  /** Columns, lines and frames a second of the source. */
  readonly source: LadderSource;
  readonly plan: LadderPlan;
  /** The slowest encode behind the source, ms. */
  readonly lagMs: number;
  /** Rungs that were left out because the machine does not keep up. */
  readonly shed: number;
  /** Nothing is encoded for a while because the encoder failed again and again. */
  readonly isCrashing: boolean;
}

interface Running {
  readonly reading: Reading;
  readonly run: PublisherRun;
  readonly writer: RunWriter;
  readonly source: LadderSource;
  readonly plan: LadderPlan;
}

/**
 * Keeps the presenter's picture going: begins a run with the ladder that the machine carries, ends it when it fails, hangs or falls
 * behind, and begins the next one from the last keyframe.
 */
export class PublisherKeeper {
  readonly #options: PublisherKeeperOptions;
  readonly #guard: EncodeGuard;
  #running: Running | undefined;
  #habits: SourceHabits = { hasSparseKeyframes: false, isUneven: false };

  constructor(options: PublisherKeeperOptions) {
    this.#options = options;
    this.#guard = new EncodeGuard(options.limits);
  }

  /** ffmpeg's process id while one runs. */
  get pid(): number | undefined {
    return this.#running?.run.pid;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** undefined while no presenter's picture is encoded. */
  get status(): EncodeStatus | undefined {
    if (this.#running === undefined) return undefined;
    const { source, plan, run } = this.#running;
    return { source, plan, lagMs: run.health().lagMs, shed: this.#guard.shed, isCrashing: this.#guard.isPeace };
  }

  /** A frame of the source, of which `reading` has taken note: it goes into the run, or begins one. */
  take(reading: Reading, frame: Arrived): void {
    if (this.#running !== undefined) this.#running.run.push(frame);
    else if (this.#guard.mayStart(frame.atMs)) this.#start(reading);
    this.#checkHabits(reading);
  }

  /** Ends the run; what is complete goes out. */
  end(): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    running.run.end();
    this.#options.onRunEnded(running.writer);
  }

  /** Ends what `writer` belongs to: another run has taken its place. */
  endOf(writer: RunWriter): void {
    if (this.#running?.writer === writer) this.end();
  }

  /** The next recording begins without what was learned of this one's encoder. */
  forgetHabits(): void {
    this.#habits = { hasSparseKeyframes: false, isUneven: false };
  }

  /** Watchdog and overload guard; ten times a second. `flows`: media comes. */
  watch(nowMs: number, flows: boolean): void {
    const running = this.#running;
    if (running === undefined) return;
    const { metrics, stream, log } = this.#options;
    const health = running.run.health();
    metrics.lag(stream, health.lagMs);
    const lighter = lighterCeiling(running.source, this.#means(), running.plan);
    const view = { ...health, flows, hasParts: running.writer.parts > 0, lighterCeiling: lighter };
    const verdict = this.#guard.judge(view, nowMs);
    if (verdict === 'fine') return;
    if (verdict === 'hung') {
      this.#onFailed(running.run, `no part for ${Math.round(health.withoutPartMs)} ms`);
      return;
    }
    this.#restart();
    const rungs = this.#running?.plan.rungs.map((rung) => rung.id);
    if (verdict === 'shed') {
      metrics.sheds.inc();
      log.warn({ lagMs: Math.round(health.lagMs), rungs, shed: this.#guard.shed }, 'the machine does not keep up: a rung is left out');
    } else log.info({ rungs, shed: this.#guard.shed }, 'a rung that was left out is tried again');
    metrics.shed(stream, this.#guard.shed);
  }

  #means(): LadderMeans {
    const { cores, maxRungs } = this.#options;
    return { cores, maxRungs, ceiling: this.#guard.ceiling };
  }

  /** The source turned out to be one whose bytes cannot be sent on. */
  #checkHabits(reading: Reading): void {
    const { hasSparseKeyframes, isUneven } = reading.state.habits;
    const isWorse = (hasSparseKeyframes && !this.#habits.hasSparseKeyframes) || (isUneven && !this.#habits.isUneven);
    if (!isWorse || this.#running === undefined) return;
    this.#habits = { hasSparseKeyframes, isUneven };
    this.#options.log.warn(
      { ...this.#habits },
      'the source cannot be sent on as it is: every rendition is encoded. Set a keyframe interval of 2 s in the encoder',
    );
    this.#restart();
  }

  #restart(): void {
    const reading = this.#running?.reading;
    this.end();
    if (reading !== undefined && this.#guard.mayStart(this.#options.clock.nowMs())) this.#start(reading);
  }

  #start(reading: Reading): void {
    const start = reading.state.start();
    const first = start?.frames[0];
    if (start === undefined || first?.kind !== 'video') return;
    const { clock, log } = this.#options;
    const source = this.#sourceOf(start);
    const plan = planLadder(source, this.#means());
    const profile = this.#options.profileFor(plan, start.frameRate);
    const needed: LadderPlan = { ...plan, rungs: plan.rungs.filter((rung, index) => index === 0 || profile.renditions.includes(rung.id)) };
    const isEncodedWhole = needed.rungs[0]?.kind === 'encode';
    const writer = this.#options.newWriter({
      cause: this.#guard.isRestart ? 'restart' : 'publisher',
      tracks: mapRenditions(profile, needed),
      profile,
      frameRate: start.frameRate,
      sound: start.sound,
      startPtsMs: first.ptsMs,
      programmeClock: reading.programmeClock,
    });
    const run = new PublisherRun({
      ffmpegPath: this.#options.ffmpegPath,
      plan: needed,
      input: { keyframes: isEncodedWhole ? 'every-2s' : 'source', evenFrameRate: isEncodedWhole ? start.frameRate : undefined },
      pictureRecord: start.picture.record,
      writer,
      clock,
      log,
      onFailed: (sentence) => this.#onFailed(run, sentence),
    });
    this.#running = { reading, run, writer, source, plan: needed };
    log.info(
      {
        picture: `${source.width}x${source.height}`,
        frameRate: source.frameRate,
        rungs: needed.rungs.map((rung) => `${rung.id} ${rung.kind} ${rung.width}x${rung.height}`),
        leftOut: plan.leftOut.map((out) => `${out.id}: ${out.why}`),
        load: Math.round(plan.load * 100) / 100,
        sound: start.sound?.codec ?? 'none: silence is put in',
      },
      'a run begins',
    );
    for (const frame of start.frames) run.push(frame);
  }

  #sourceOf({ picture, frameRate }: RunStart): LadderSource {
    const { hasSparseKeyframes, isUneven } = this.#habits;
    const { width, height, isBrowserFormat } = picture.facts;
    return { width, height, frameRate, isCopyable: isBrowserFormat && !hasSparseKeyframes && !isUneven };
  }

  #onFailed(run: PublisherRun, sentence: string): void {
    if (this.#running?.run !== run) return;
    const { log, metrics, clock } = this.#options;
    log.warn({ reason: sentence }, 'the encoder failed: it is started again');
    metrics.restarts.inc();
    if (this.#guard.failed(clock.nowMs())) log.error('the encoder fails again and again: only the source is sent for a while');
    this.#restart();
  }
}
