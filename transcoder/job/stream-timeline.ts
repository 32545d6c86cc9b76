import { randomBytes } from 'node:crypto';
import type { RecordingId, StreamId } from '../../core/contracts/ids.ts';
import { asMsn } from '../../core/contracts/ids.ts';
import type { PartAdded, RunStarted, StreamProfile, TimelineEnded, TimelineEntry } from '../../core/contracts/timeline.ts';
import type { HeldLease } from '../../core/ports/lease.ts';
import type { MediaLog } from '../../core/ports/media-log.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import type { Journal, JournalState } from './journal.ts';
import type { RunNumbers } from './run-writer.ts';

/** The recording that is open. */
export interface OpenRecording {
  readonly id: RecordingId;
  readonly profile: StreamProfile;
  /** Unix ms. */
  readonly startedMs: number;
}

export interface StreamTimelineOptions {
  readonly stream: StreamId;
  readonly mediaLog: MediaLog;
  readonly lease: HeldLease;
  readonly journal: Journal;
  /** Where an earlier process stopped. */
  readonly state: JournalState;
  readonly clock: Clock;
  readonly log: Log;
}

/** Numbers are reserved this far ahead, so that showing a segment never waits for the disk. */
const RESERVED_SEGMENTS = 4;

/**
 * What a stream writes into the MediaLog, and the numbers in it: recordings, runs, media sequence numbers, discontinuities. No number is
 * shown before the journal on the disk says that it is taken, so whatever happens to this process, no number is used twice.
 */
export class StreamTimeline {
  readonly #options: StreamTimelineOptions;
  #recording: OpenRecording | undefined;
  #runsInRecording = 0;
  #nextMsn: number;
  #reservedMsn: number;
  /** What the disk is known to say. */
  #savedMsn: number;
  #saving: Promise<void> = Promise.resolve();
  #nextRun: number;
  #discontinuity: number;
  #tail: Promise<void> = Promise.resolve();
  #isRefused = false;

  constructor(options: StreamTimelineOptions) {
    this.#options = options;
    const { state } = options;
    this.#nextMsn = state.nextMsn;
    this.#reservedMsn = state.nextMsn;
    this.#savedMsn = state.nextMsn;
    this.#nextRun = state.nextRun;
    this.#discontinuity = state.discontinuitySequence;
    if (state.recording === null) return;
    this.#recording = state.recording;
    this.#runsInRecording = 1;
    this.#appendOpened(state.recording);
  }

  get recording(): OpenRecording | undefined {
    return this.#recording;
  }

  /** A recording begins. */
  open(profile: StreamProfile): OpenRecording {
    const id = randomBytes(12).toString('base64url').replaceAll(/[-_]/g, 'x') as RecordingId;
    const recording: OpenRecording = { id, profile, startedMs: this.#options.clock.nowMs() };
    this.#recording = recording;
    this.#runsInRecording = 0;
    this.#appendOpened(recording);
    return recording;
  }

  /** The recording is over. */
  end(reason: TimelineEnded['reason']): void {
    this.#append({ kind: 'ended', atMs: this.#options.clock.nowMs(), reason });
    this.#recording = undefined;
    void this.#save();
  }

  /** Numbers for a run that has its first part. They are on the disk before the run is seen. */
  takeNumbers(): RunNumbers {
    if (this.#runsInRecording > 0) this.#discontinuity++;
    this.#runsInRecording++;
    const numbers = { run: this.#nextRun++, firstMsn: this.#nextMsn, discontinuitySequence: this.#discontinuity };
    const saved = this.#save();
    this.#tail = this.#tail.then(() => saved);
    return numbers;
  }

  /** A run has ended: the numbers below `nextMsn` are used. */
  used(nextMsn: number | undefined): void {
    this.#nextMsn = Math.max(this.#nextMsn, nextMsn ?? 0);
  }

  write(entry: RunStarted | PartAdded): void {
    if (entry.kind === 'part') this.#reserve(entry.msn + 1);
    this.#append(entry);
  }

  /** Resolves when everything is written and the journal tells where the next one begins. */
  async close(): Promise<void> {
    await this.#tail;
    await this.#save();
  }

  /** Sees to it that the numbers below `next` are on the disk, and a few more; what comes next waits for it where it has to. */
  #reserve(next: number): void {
    this.used(next);
    if (next > this.#reservedMsn - RESERVED_SEGMENTS + 1) {
      this.#reservedMsn = next + RESERVED_SEGMENTS;
      this.#saving = this.#save();
    }
    const saving = this.#saving;
    if (next > this.#savedMsn) this.#tail = this.#tail.then(() => saving);
  }

  #appendOpened({ id, profile, startedMs }: OpenRecording): void {
    const { stream } = this.#options;
    this.#append({ kind: 'opened', stream, recording: id, atMs: startedMs, profile, firstMsn: asMsn(this.#nextMsn) });
  }

  #append(entry: TimelineEntry): void {
    const { mediaLog, lease, stream, log } = this.#options;
    this.#tail = this.#tail
      .then(() => mediaLog.append(stream, entry, lease.fence))
      .then(
        () => undefined,
        (error: unknown) => {
          // said once: while a lease is lost or a log is away it would be said thirty times a second
          if (!this.#isRefused) log.error({ err: error }, 'the timeline was not written');
          this.#isRefused = true;
        },
      );
  }

  async #save(): Promise<void> {
    const state: JournalState = {
      recording: this.#recording ?? null,
      nextMsn: Math.max(this.#reservedMsn, this.#nextMsn),
      nextRun: this.#nextRun,
      discontinuitySequence: this.#discontinuity,
      atMs: this.#options.clock.nowMs(),
    };
    try {
      await this.#options.journal.save(state);
      this.#savedMsn = Math.max(this.#savedMsn, state.nextMsn);
    } catch (error) {
      this.#options.log.error({ reason: errorMessage(error) }, 'the journal was not written: is the disk full?');
    }
  }
}
