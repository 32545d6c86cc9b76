import type { PublishSlot } from '../../core/contracts/feed.ts';
import type { SessionId, StreamId } from '../../core/contracts/ids.ts';
import type { TimelineEnded } from '../../core/contracts/timeline.ts';
import { SILENT_STEREO } from '../../core/flv/aac.ts';
import { AUDIO } from '../../core/ladder/ladder.ts';
import type { HeldLease } from '../../core/ports/lease.ts';
import type { MediaLog } from '../../core/ports/media-log.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import type { FeedAddress } from './feed-client.ts';
import type { GuardLimits } from './guard-limits.ts';
import type { Journal, JournalState } from './journal.ts';
import { makeProfile } from './profile.ts';
import { ProgrammeClock } from './programme-dates.ts';
import type { EncodeStatus, WriterFacts } from './publisher-keeper.ts';
import { PublisherKeeper } from './publisher-keeper.ts';
import { Reading } from './reading.ts';
import { RunWriter } from './run-writer.ts';
import type { SourceMeasures } from './source-meter.ts';
import { Sessions } from './sessions.ts';
import type { Slate } from './slate.ts';
import { SLATE_FRAME_RATE } from './slate.ts';
import { SlateRun, slateStart, slateTracks } from './slate-run.ts';
import { StreamTimeline } from './stream-timeline.ts';
import type { TranscoderMetrics } from './transcoder-metrics.ts';

export interface StreamJobOptions {
  readonly stream: StreamId;
  readonly mediaLog: MediaLog;
  readonly lease: HeldLease;
  readonly journal: Journal;
  /** Where an earlier process stopped. */
  readonly state: JournalState;
  readonly feed: FeedAddress;
  readonly ffmpegPath: string;
  readonly slate: Slate;
  readonly partTargetMs: number;
  readonly graceMs: number;
  readonly cores: number;
  readonly maxRungs: number | undefined;
  readonly guardLimits?: Partial<GuardLimits> | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: TranscoderMetrics;
}

/** What a stream is doing. */
export interface JobStatus {
  readonly stream: StreamId;
  /** What viewers see: `resting` when no recording is open. */
  readonly showing: 'resting' | 'publisher' | 'slate' | 'nothing';
  /** The host has put the slate on. */
  readonly isSlateHeld: boolean;
  /** undefined while no presenter's picture is encoded. */
  readonly encode: EncodeStatus | undefined;
  /** What the presenter's encoder sends, and with which key; undefined while none does. */
  readonly source: (SourceMeasures & { readonly slot: PublishSlot }) | undefined;
}

const TICK_MS = 100;
/** No media for this long: the slate covers it. A player has about as much in its buffer. */
const SLATE_AFTER_MS = 700;
const READ_AGAIN_MS = 300;
/** So much earlier than the end of the one before a presenter's or the slate's dates may begin: they say when pictures came. */
const MOST_OVERLAP_MS = 1_000;

/** One stream: its sessions, its runs one after another, its slate, its recording. Everything that happens to it passes through here. */
export class StreamJob {
  readonly #options: StreamJobOptions;
  readonly #sessions = new Sessions();
  readonly #timeline: StreamTimeline;
  readonly #publisher: PublisherKeeper;
  #reading: Reading | undefined;
  /** The run that viewers see, and the slate from its beginning. */
  #current: { readonly writer: RunWriter; readonly end: () => void; readonly isSlate: boolean } | undefined;
  /** Whose part was the last one. */
  #lastWriter: RunWriter | undefined;
  #lastMediaMs: number | undefined;
  #awaySinceMs: number | undefined;
  #readAgainMs = 0;
  #isSlateHeld = false;
  readonly #ticker: NodeJS.Timeout;
  #isClosed = false;

  constructor(options: StreamJobOptions) {
    this.#options = options;
    const { state, clock, log } = options;
    this.#timeline = new StreamTimeline(options);
    this.#publisher = new PublisherKeeper({
      ...options,
      limits: options.guardLimits,
      profileFor: (plan, frameRate) => {
        const open = this.#timeline.recording;
        if (open !== undefined) return open.profile;
        const { id, profile } = this.#timeline.open(makeProfile(plan, frameRate, options.partTargetMs));
        log.info({ recording: id, profile }, 'a recording begins');
        return profile;
      },
      newWriter: (facts) => this.#newWriter(facts, false, (writer) => this.#publisher.endOf(writer)),
      onRunEnded: (writer) => {
        this.#timeline.used(writer.nextMsn);
        if (this.#current?.writer === writer) this.#current = undefined;
      },
    });
    if (state.recording !== null) {
      // the process was restarted, or another one had the stream: what was open goes on, or is closed when its time is over
      this.#lastMediaMs = state.atMs;
      this.#awaySinceMs = state.atMs;
      log.info({ recording: state.recording.id, awayMs: Math.round(clock.nowMs() - state.atMs) }, 'the recording goes on');
    }
    this.#ticker = setInterval(() => this.#tick(clock.nowMs()), TICK_MS);
  }

  /** ffmpeg's process id while one runs. */
  get ffmpegPid(): number | undefined {
    return this.#publisher.pid;
  }

  get status(): JobStatus {
    const { stream } = this.#options;
    const shown = this.#current === undefined ? 'nothing' : this.#current.isSlate ? 'slate' : 'publisher';
    const measures = this.#reading?.meter.measures();
    const slot = this.#reading === undefined ? undefined : this.#sessions.slotOf(this.#reading.session);
    return {
      ...{ stream, showing: this.#timeline.recording === undefined ? 'resting' : shown, encode: this.#publisher.status },
      isSlateHeld: this.#isSlateHeld,
      source: measures === undefined || slot === undefined ? undefined : { ...measures, slot },
    };
  }

  /** While it is held viewers see the slate, whoever sends; the recording goes on, and does not end for want of a presenter. */
  holdSlate(isHeld: boolean): void {
    if (isHeld === this.#isSlateHeld) return;
    this.#isSlateHeld = isHeld;
    this.#awaySinceMs = undefined;
    this.#options.log.info({ isHeld }, 'the host puts the slate on, or takes it off');
    if (isHeld) this.#stopReading();
    else this.#choose();
  }

  onAccepted(session: SessionId, slot: PublishSlot): void {
    this.#sessions.accept(session, slot);
    this.#choose();
  }

  onEnded(session: SessionId): void {
    this.#sessions.end(session);
    if (this.#reading?.session === session) this.#stopReading();
    this.#choose();
  }

  onIdle(session: SessionId, isIdle: boolean): void {
    this.#sessions.setIdle(session, isIdle);
    this.#choose();
  }

  /** Ingest was away and has said anew which sessions live: the others are over. */
  keepOnly(live: ReadonlySet<SessionId>): void {
    for (const id of this.#sessions.missingIn(live)) this.onEnded(id);
  }

  /** The host ends the recording, or the process stops; an open recording goes on at the next start unless `end` is set. */
  async close(end: 'ended-by-host' | undefined): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#ticker);
    this.#stopReading();
    this.#endCurrent();
    if (end !== undefined) this.#endRecording(end);
    await this.#timeline.close();
    await this.#options.lease.release();
  }

  #choose(): void {
    const wanted = this.#sessions.wanted();
    if (this.#isClosed || this.#isSlateHeld || wanted === undefined || wanted === this.#reading?.session) return;
    this.#stopReading();
    const { feed, clock, log } = this.#options;
    const reading = new Reading({
      address: feed,
      session: wanted,
      clock,
      onFrame: (frame) => {
        this.#awaySinceMs = undefined;
        this.#publisher.take(reading, frame);
      },
      onBreak: (reason) => {
        log.info({ reason }, 'the source does not go on as it was: a new run');
        this.#publisher.end();
      },
      onEnd: (reason, isOver) => {
        log.info({ session: wanted, reason }, isOver ? 'the session is over' : 'the session cannot be read: trying again');
        if (isOver) this.onEnded(wanted);
        else this.#stopReading();
        this.#readAgainMs = clock.nowMs() + READ_AGAIN_MS;
      },
    });
    this.#reading = reading;
  }

  #stopReading(): void {
    this.#reading?.close();
    this.#reading = undefined;
    this.#publisher.end();
  }

  /** A writer into the timeline. When its first part is there, the run before it is closed, so that the numbers go on. */
  #newWriter({ sound, ...facts }: WriterFacts, isSlate: boolean, endOf: (writer: RunWriter) => void): RunWriter {
    const { clock, metrics } = this.#options;
    const writer: RunWriter = new RunWriter({
      ...facts,
      audioRendition: facts.profile.renditions.includes(AUDIO) ? AUDIO : undefined,
      audio: sound ?? SILENT_STEREO,
      hasAudio: sound !== undefined,
      notBeforeMs: () => {
        const before = this.#lastWriter;
        return before?.endMs === undefined || before.programmeClock === facts.programmeClock ? undefined : before.endMs - MOST_OVERLAP_MS;
      },
      activate: () => {
        const before = this.#current;
        this.#current = { writer, end: () => endOf(writer), isSlate };
        if (before !== undefined && before.writer !== writer) this.#endOne(before);
        return this.#timeline.takeNumbers();
      },
      write: (entry) => {
        if (entry.kind === 'part') {
          this.#lastWriter = writer;
          this.#lastMediaMs = clock.nowMs();
          metrics.partWritten(entry, this.#lastMediaMs);
        }
        this.#timeline.write(entry);
      },
    });
    return writer;
  }

  #endOne(one: { readonly writer: RunWriter; readonly end: () => void }): void {
    one.end();
    this.#timeline.used(one.writer.nextMsn);
  }

  #endCurrent(): void {
    this.#publisher.end();
    if (this.#current !== undefined) this.#endOne(this.#current);
    this.#current = undefined;
  }

  #endRecording(reason: TimelineEnded['reason']): void {
    const { recording } = this.#timeline;
    if (recording === undefined) return;
    this.#timeline.end(reason);
    this.#options.log.info({ recording: recording.id, reason }, 'the recording is over');
    this.#awaySinceMs = undefined;
    this.#lastMediaMs = undefined;
    this.#publisher.forgetHabits();
  }

  #tick(nowMs: number): void {
    const reading = this.#reading;
    const isAway = reading === undefined || nowMs - reading.lastTagMs > SLATE_AFTER_MS;
    this.#publisher.watch(nowMs, !isAway);
    if (reading === undefined && nowMs > this.#readAgainMs) this.#choose();
    const { recording } = this.#timeline;
    if (recording === undefined) return;
    if (isAway && reading !== undefined && this.#publisher.isRunning) {
      this.#options.log.info({ silentMs: Math.round(nowMs - reading.lastTagMs) }, 'no media comes: the slate is on');
      this.#publisher.end();
      reading.breakOff();
    }
    if (isAway) this.#awaySinceMs ??= nowMs;
    const nothingComes = this.#lastMediaMs !== undefined && nowMs - this.#lastMediaMs > SLATE_AFTER_MS;
    if (this.#current === undefined && (reading === undefined || nothingComes)) this.#startSlate(nowMs);
    if (!this.#isSlateHeld && this.#awaySinceMs !== undefined && nowMs - this.#awaySinceMs > this.#options.graceMs) {
      this.#endCurrent();
      this.#endRecording('publisher-gone');
    }
  }

  #startSlate(nowMs: number): void {
    const profile = this.#timeline.recording?.profile;
    const { slate, clock, log } = this.#options;
    const slated = profile === undefined ? [] : slateTracks(slate, profile);
    if (profile === undefined || slated.length === 0) return;
    const startWallMs = slateStart(this.#lastMediaMs, nowMs);
    let run: SlateRun | undefined;
    const facts: WriterFacts = {
      cause: 'slate',
      tracks: slated,
      profile,
      frameRate: SLATE_FRAME_RATE,
      sound: undefined,
      startPtsMs: 0,
      programmeClock: new ProgrammeClock(() => startWallMs),
    };
    const writer = this.#newWriter(facts, true, () => run?.end());
    this.#current = { writer, end: () => run?.end(), isSlate: true };
    log.info({ awayMs: Math.round(nowMs - startWallMs) }, 'the slate begins');
    run = new SlateRun({ writer, clips: slated.map((track) => track.clip), clock, startWallMs });
  }
}
