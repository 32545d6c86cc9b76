import { randomBytes } from 'node:crypto';
import type { PublishSlot } from '../../core/contracts/feed.ts';
import type { RecordingId, SessionId, StreamId } from '../../core/contracts/ids.ts';
import { asMsn } from '../../core/contracts/ids.ts';
import type { RunCause, StreamProfile, TimelineEntry } from '../../core/contracts/timeline.ts';
import type { LadderPlan } from '../../core/ladder/ladder.ts';
import { AUDIO, planLadder } from '../../core/ladder/ladder.ts';
import type { HeldLease } from '../../core/ports/lease.ts';
import type { MediaLog } from '../../core/ports/media-log.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import { SILENT_STEREO } from '../../core/flv/aac.ts';
import { EpochEstimate } from '../../core/flv/epoch-estimate.ts';
import type { FlvTag } from '../../core/flv/flv-reader.ts';
import { FlvSource } from '../flv/flv-source.ts';
import { EncodeGuard } from './encode-guard.ts';
import type { FeedAddress } from './feed-client.ts';
import { readSession } from './feed-client.ts';
import type { JournalState } from './journal.ts';
import { Journal } from './journal.ts';
import { makeProfile, mapRenditions } from './profile.ts';
import { PublisherRun } from './publisher-run.ts';
import type { RunNumbers } from './run-writer.ts';
import { RunWriter } from './run-writer.ts';
import type { Slate } from './slate.ts';
import { SLATE_FRAME_RATE } from './slate.ts';
import { SlateRun, slateStart } from './slate-run.ts';
import type { RunStart, SourceHabits } from './source-state.ts';
import { SourceState } from './source-state.ts';
import type { TranscoderMetrics } from './transcoder-metrics.ts';

export interface StreamJobOptions {
  readonly stream: StreamId;
  readonly mediaLog: MediaLog;
  readonly lease: HeldLease;
  readonly journal: Journal;
  readonly state: JournalState;
  readonly feed: FeedAddress;
  readonly ffmpegPath: string;
  readonly slate: Slate;
  readonly partTargetMs: number;
  readonly graceMs: number;
  readonly cores: number;
  readonly maxRungs: number | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: TranscoderMetrics;
}

interface Session {
  readonly id: SessionId;
  readonly slot: PublishSlot;
  isIdle: boolean;
}

/** A source being read. */
interface Reading {
  readonly session: SessionId;
  readonly source: FlvSource;
  readonly state: SourceState;
  readonly close: () => void;
  /** Unix ms at which its newest media came. */
  lastTagMs: number;
  /** When its time 0 was; a new one wherever its time jumps. */
  epoch: EpochEstimate;
}

const TICK_MS = 100;
/** No media for this long: the slate covers it. A player has about as much in its buffer. */
const SLATE_AFTER_MS = 700;
/** Numbers are reserved this far ahead, so that showing a segment never waits for the disk. */
const RESERVED_SEGMENTS = 4;

/** One stream: its sessions, its runs one after another, its slate, its recording. Everything that happens to it passes through here. */
export class StreamJob {
  readonly #options: StreamJobOptions;
  readonly #sessions = new Map<SessionId, Session>();
  readonly #guard: EncodeGuard;
  #reading: Reading | undefined;
  #recording: { id: RecordingId; profile: StreamProfile; startedMs: number } | undefined;
  #nextMsn: number;
  #nextRun: number;
  #discontinuity: number;
  #runsInRecording = 0;
  #reservedMsn = 0;
  /** The run that viewers see, and one that is about to replace it. */
  #current: { readonly end: () => void; readonly writer: RunWriter; readonly isSlate: boolean } | undefined;
  #publisher: { readonly run: PublisherRun; readonly writer: RunWriter; readonly session: SessionId } | undefined;
  #lastMediaMs: number | undefined;
  #awaySinceMs: number | undefined;
  #tail: Promise<void> = Promise.resolve();
  #ticker: NodeJS.Timeout | undefined;
  #isClosed = false;
  #habits: SourceHabits = { hasSparseKeyframes: false, isUneven: false };

  constructor(options: StreamJobOptions) {
    this.#options = options;
    const { state, clock } = options;
    this.#nextMsn = state.nextMsn;
    this.#reservedMsn = state.nextMsn;
    this.#nextRun = state.nextRun;
    this.#discontinuity = state.discontinuitySequence;
    this.#guard = new EncodeGuard(options.log);
    if (state.recording !== null) this.#goOn(state.recording, state.atMs);
    this.#ticker = setInterval(() => this.#tick(clock.nowMs()), TICK_MS);
  }

  /** ffmpeg's process id while one runs. */
  get ffmpegPid(): number | undefined {
    return this.#publisher?.run.pid;
  }

  /** Whether nothing is on, nobody publishes and nothing waits. */
  get isResting(): boolean {
    return this.#recording === undefined && this.#sessions.size === 0;
  }

  onAccepted(session: SessionId, slot: PublishSlot): void {
    if (this.#sessions.has(session)) return;
    this.#sessions.set(session, { id: session, slot, isIdle: false });
    this.#choose();
  }

  onEnded(session: SessionId): void {
    this.#sessions.delete(session);
    if (this.#reading?.session === session) this.#stopReading();
    this.#choose();
  }

  onIdle(session: SessionId, isIdle: boolean): void {
    const found = this.#sessions.get(session);
    if (found !== undefined) found.isIdle = isIdle;
    this.#choose();
  }

  /** Ingest was away and has said anew which sessions live: the others are over. */
  keepOnly(live: ReadonlySet<SessionId>): void {
    for (const id of this.#sessions.keys()) if (!live.has(id)) this.onEnded(id);
  }

  /** The host ends the recording, or the process stops; an open recording goes on at the next start unless `end` is set. */
  async close(end: 'ended-by-host' | undefined): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#ticker);
    this.#stopReading();
    this.#endRuns();
    if (end !== undefined) this.#endRecording(end);
    await this.#tail;
    await this.#options.journal.save(this.#journalState());
    await this.#options.lease.release();
  }

  #choose(): void {
    if (this.#isClosed) return;
    const live = [...this.#sessions.values()].filter((session) => !session.isIdle);
    const wanted = live.find((session) => session.slot === 'primary') ?? live[0];
    if (wanted === undefined || wanted.id === this.#reading?.session) return;
    this.#stopReading();
    this.#read(wanted.id);
  }

  #read(session: SessionId): void {
    const { feed, clock, log } = this.#options;
    const reader = readSession({
      address: feed,
      session,
      onBegin: (epochMs) => {
        if (this.#reading?.session === session && epochMs !== undefined) this.#reading.epoch.note(epochMs, clock.nowMs());
      },
      onTag: (tag) => {
        if (this.#reading?.session === session) this.#onTag(this.#reading, tag);
      },
      onEnd: (reason) => {
        log.info({ session, reason }, 'session is over');
        if (this.#reading?.session !== session) return;
        this.#stopReading();
        this.#sessions.delete(session);
        this.#choose();
      },
    });
    this.#reading = {
      session,
      source: new FlvSource(),
      state: new SourceState(),
      close: () => reader.close(),
      lastTagMs: clock.nowMs(),
      epoch: new EpochEstimate(),
    };
  }

  #stopReading(): void {
    this.#reading?.close();
    this.#reading = undefined;
    this.#endPublisher();
  }

  #onTag(reading: Reading, tag: FlvTag): void {
    const nowMs = this.#options.clock.nowMs();
    for (const event of reading.source.read(tag)) {
      reading.state.note(event, nowMs);
      if (event.kind === 'break') {
        this.#options.log.info({ reason: event.reason }, 'the source does not go on as it was: a new run');
        this.#endPublisher();
        if (event.reason === 'timestamps-jumped') reading.epoch = new EpochEstimate();
      }
      if (event.kind !== 'video' && event.kind !== 'audio') continue;
      if (event.kind === 'video') reading.epoch.note(nowMs - event.ptsMs, nowMs);
      reading.lastTagMs = nowMs;
      this.#awaySinceMs = undefined;
      if (this.#publisher !== undefined) this.#publisher.run.push({ ...event, atMs: nowMs });
      else if (this.#guard.mayStart(nowMs)) this.#startPublisher(reading, nowMs);
    }
    this.#checkHabits(reading);
  }

  /** The source turned out to be one whose bytes cannot be sent on. */
  #checkHabits(reading: Reading): void {
    const { habits } = reading.state;
    const isNew = habits.hasSparseKeyframes !== this.#habits.hasSparseKeyframes || habits.isUneven !== this.#habits.isUneven;
    if (!isNew) return;
    const isWorse = (habits.hasSparseKeyframes && !this.#habits.hasSparseKeyframes) || (habits.isUneven && !this.#habits.isUneven);
    if (!isWorse || this.#publisher === undefined) return;
    this.#habits = habits;
    this.#options.log.warn(
      { ...habits },
      'the source cannot be sent on as it is: every rendition is encoded. Set a keyframe interval of 2 s in the encoder',
    );
    this.#endPublisher();
    this.#startPublisher(reading, this.#options.clock.nowMs());
  }

  #startPublisher(reading: Reading, nowMs: number): void {
    const start = reading.state.start();
    const first = start?.frames[0];
    if (start === undefined || first?.kind !== 'video' || this.#isClosed) return;
    const plan = this.#planFor(start);
    const profile = this.#recording?.profile ?? this.#openRecording(plan, start, nowMs).profile;
    const needed: LadderPlan = { ...plan, rungs: plan.rungs.filter((rung, index) => index === 0 || profile.renditions.includes(rung.id)) };
    const isEncodedWhole = needed.rungs[0]?.kind === 'encode';
    const writer = this.#newWriter({
      cause: this.#guard.isRestart ? 'restart' : 'publisher',
      tracks: mapRenditions(profile, needed),
      profile,
      frameRate: start.frameRate,
      sound: start.sound,
      startPtsMs: first.ptsMs,
      epochMs: () => reading.epoch.epochMs ?? nowMs - first.ptsMs,
      activated: () => {
        if (this.#publisher?.writer === writer) this.#becomeCurrent(writer, () => this.#publisher?.run.end(), false);
      },
    });
    const run = new PublisherRun({
      ffmpegPath: this.#options.ffmpegPath,
      plan: needed,
      input: {
        keyframes: isEncodedWhole ? 'every-2s' : 'source',
        evenFrameRate: isEncodedWhole ? start.frameRate : undefined,
      },
      pictureRecord: start.picture.record,
      writer,
      clock: this.#options.clock,
      log: this.#options.log,
      onFailed: (sentence) => this.#onRunFailed(run, sentence),
    });
    this.#publisher = { run, writer, session: reading.session };
    this.#options.log.info(
      {
        picture: `${start.picture.facts.width}x${start.picture.facts.height}`,
        frameRate: start.frameRate,
        rungs: needed.rungs.map((rung) => `${rung.id} ${rung.kind} ${rung.width}x${rung.height}`),
        leftOut: plan.leftOut.map((out) => `${out.id}: ${out.why}`),
        load: Math.round(plan.load * 100) / 100,
        sound: start.sound?.codec ?? 'none: silence is put in',
      },
      'a run begins',
    );
    for (const frame of start.frames) run.push(frame);
  }

  #planFor(start: RunStart): LadderPlan {
    const { facts } = start.picture;
    const { habits } = { habits: this.#habits };
    return planLadder(
      {
        width: facts.width,
        height: facts.height,
        frameRate: start.frameRate,
        isCopyable: facts.isBrowserFormat && !habits.hasSparseKeyframes && !habits.isUneven,
      },
      { cores: this.#options.cores, maxRungs: this.#guard.maxRungs(this.#options.maxRungs) },
    );
  }

  #newWriter(options: {
    cause: RunCause;
    tracks: readonly { readonly videoBps: number; readonly renditions: StreamProfile['renditions'] }[];
    profile: StreamProfile;
    frameRate: number;
    sound: RunStart['sound'];
    startPtsMs: number;
    epochMs: () => number;
    activated: () => void;
  }): RunWriter {
    return new RunWriter({
      ...options,
      audioRendition: options.profile.renditions.includes(AUDIO) ? AUDIO : undefined,
      audio: options.sound ?? SILENT_STEREO,
      hasAudio: options.sound !== undefined,
      activate: () => {
        options.activated();
        return this.#takeNumbers();
      },
      write: (entry) => {
        if (entry.kind === 'part') {
          this.#lastMediaMs = this.#options.clock.nowMs();
          this.#options.metrics.partWritten(entry, this.#lastMediaMs);
        }
        this.#append(entry);
      },
    });
  }

  /** The first part of a run is there: the run before it is closed, so that the numbers go on. */
  #becomeCurrent(writer: RunWriter, end: () => void, isSlate: boolean): void {
    const before = this.#current;
    this.#current = { writer, end, isSlate };
    if (before !== undefined && before.writer !== writer) this.#endOne(before);
  }

  #endOne(one: { readonly end: () => void; readonly writer: RunWriter }): void {
    one.end();
    this.#nextMsn = Math.max(this.#nextMsn, one.writer.nextMsn ?? 0);
  }

  #takeNumbers(): RunNumbers {
    if (this.#runsInRecording > 0) this.#discontinuity++;
    this.#runsInRecording++;
    return { run: this.#nextRun++, firstMsn: this.#nextMsn, discontinuitySequence: this.#discontinuity };
  }

  #onRunFailed(run: PublisherRun, sentence: string): void {
    if (this.#publisher?.run !== run) return;
    const nowMs = this.#options.clock.nowMs();
    this.#options.log.warn({ reason: sentence }, 'the encoder failed: it is started again');
    this.#options.metrics.restarts.inc();
    this.#guard.failed(nowMs);
    this.#endPublisher();
    if (this.#reading !== undefined && this.#guard.mayStart(nowMs)) this.#startPublisher(this.#reading, nowMs);
  }

  #endPublisher(): void {
    const publisher = this.#publisher;
    if (publisher === undefined) return;
    this.#publisher = undefined;
    this.#endOne({ end: () => publisher.run.end(), writer: publisher.writer });
    if (this.#current?.writer === publisher.writer) this.#current = undefined;
  }

  #endRuns(): void {
    this.#endPublisher();
    if (this.#current !== undefined) this.#endOne(this.#current);
    this.#current = undefined;
  }

  #tick(nowMs: number): void {
    if (this.#isClosed) return;
    this.#watch(nowMs);
    const reading = this.#reading;
    if (this.#recording === undefined) return;
    const isAway = reading === undefined || nowMs - reading.lastTagMs > SLATE_AFTER_MS;
    if (isAway && this.#publisher !== undefined && reading !== undefined) {
      this.#options.log.info({ silentMs: Math.round(nowMs - reading.lastTagMs) }, 'no media comes: the slate is on');
      this.#endPublisher();
      reading.state.note({ kind: 'break', reason: 'timestamps-jumped' }, nowMs);
    }
    if (isAway) this.#awaySinceMs ??= nowMs;
    const nothingComes = this.#lastMediaMs !== undefined && nowMs - this.#lastMediaMs > SLATE_AFTER_MS;
    if (this.#current === undefined && (reading === undefined || nothingComes)) this.#startSlate(this.#recording.profile, nowMs);
    if (this.#awaySinceMs !== undefined && nowMs - this.#awaySinceMs > this.#options.graceMs) {
      this.#endRuns();
      this.#endRecording('publisher-gone');
    }
  }

  /** Watchdog and overload guard. */
  #watch(nowMs: number): void {
    const publisher = this.#publisher;
    const reading = this.#reading;
    if (publisher === undefined || reading === undefined) return;
    const health = publisher.run.health();
    this.#options.metrics.lag(this.#options.stream, health.lagMs);
    const flows = nowMs - reading.lastTagMs < SLATE_AFTER_MS;
    const verdict = this.#guard.judge({ ...health, flows, hasParts: publisher.writer.parts > 0 }, nowMs);
    if (verdict === 'hung') {
      this.#onRunFailed(publisher.run, `no part for ${Math.round(health.withoutPartMs)} ms`);
    } else if (verdict === 'shed' || verdict === 'recover') {
      this.#options.log.warn(
        { lagMs: Math.round(health.lagMs), maxRungs: this.#guard.maxRungs(this.#options.maxRungs) ?? 'all' },
        verdict === 'shed' ? 'the machine is too slow: a rung is left out' : 'the rungs that were left out are tried again',
      );
      this.#endPublisher();
      this.#startPublisher(reading, nowMs);
    }
  }

  #startSlate(profile: StreamProfile, nowMs: number): void {
    const { slate, clock } = this.#options;
    const startWallMs = slateStart(this.#lastMediaMs, nowMs);
    const groups = new Map<unknown, { videoBps: number; renditions: StreamProfile['renditions'][number][] }>();
    for (const id of profile.renditions) {
      if (id === AUDIO) continue;
      const clip = slate.get(id) ?? [...slate.values()].at(-1);
      if (clip === undefined) return;
      const group = groups.get(clip) ?? { videoBps: clip.videoBps, renditions: [] };
      group.renditions.push(id);
      groups.set(clip, group);
    }
    const clips = [...groups.keys()].flatMap((key) => [...slate.values()].find((clip) => clip === key) ?? []);
    let run: SlateRun | undefined;
    const writer = this.#newWriter({
      cause: 'slate',
      tracks: [...groups.values()],
      profile,
      frameRate: SLATE_FRAME_RATE,
      sound: undefined,
      startPtsMs: 0,
      epochMs: () => startWallMs,
      activated: () => this.#becomeCurrent(writer, () => run?.end(), true),
    });
    this.#current = { writer, end: () => run?.end(), isSlate: true };
    this.#options.log.info({ awayMs: Math.round(nowMs - startWallMs) }, 'the slate begins');
    run = new SlateRun({ writer, clips, clock, startWallMs });
  }

  #openRecording(plan: LadderPlan, start: RunStart, nowMs: number): { profile: StreamProfile } {
    const profile = makeProfile(plan, start.frameRate, this.#options.partTargetMs);
    const id = randomBytes(12).toString('base64url').replaceAll(/[-_]/g, 'x') as RecordingId;
    this.#recording = { id, profile, startedMs: nowMs };
    this.#runsInRecording = 0;
    this.#appendOpened();
    this.#options.log.info({ recording: id, profile }, 'a recording begins');
    return { profile };
  }

  /** After a restart of the process: the recording that was open goes on, or is closed when its time is over. */
  #goOn(recording: NonNullable<JournalState['recording']>, lastSignMs: number): void {
    const nowMs = this.#options.clock.nowMs();
    this.#recording = { ...recording };
    this.#runsInRecording = 1;
    this.#lastMediaMs = lastSignMs;
    this.#awaySinceMs = lastSignMs;
    this.#appendOpened();
    this.#options.log.info({ recording: recording.id, awayMs: Math.round(nowMs - lastSignMs) }, 'the recording goes on after a restart');
  }

  #appendOpened(): void {
    if (this.#recording === undefined) return;
    const { id, profile, startedMs } = this.#recording;
    this.#append({ kind: 'opened', stream: this.#options.stream, recording: id, atMs: startedMs, profile, firstMsn: asMsn(this.#nextMsn) });
  }

  #endRecording(reason: 'publisher-gone' | 'ended-by-host'): void {
    if (this.#recording === undefined) return;
    this.#append({ kind: 'ended', atMs: this.#options.clock.nowMs(), reason });
    this.#options.log.info({ recording: this.#recording.id, reason }, 'the recording is over');
    this.#recording = undefined;
    this.#awaySinceMs = undefined;
    this.#lastMediaMs = undefined;
    this.#habits = { hasSparseKeyframes: false, isUneven: false };
    void this.#save();
  }

  #append(entry: TimelineEntry): void {
    const { mediaLog, lease, stream, log } = this.#options;
    const next = entry.kind === 'part' ? entry.msn + 1 : 0;
    const mustReserve = next > this.#reservedMsn;
    this.#nextMsn = Math.max(this.#nextMsn, next);
    if (next > this.#reservedMsn - RESERVED_SEGMENTS + 1) {
      this.#reservedMsn = next + RESERVED_SEGMENTS;
      const saved = this.#save();
      if (mustReserve) this.#tail = this.#tail.then(() => saved);
    }
    this.#tail = this.#tail
      .then(() => mediaLog.append(stream, entry, lease.fence))
      .then(
        () => undefined,
        (error: unknown) => log.error({ err: error }, 'the timeline was not written'),
      );
  }

  async #save(): Promise<void> {
    try {
      await this.#options.journal.save(this.#journalState());
    } catch (error) {
      this.#options.log.error({ reason: errorMessage(error) }, 'the journal was not written: is the disk full?');
    }
  }

  #journalState(): JournalState {
    return {
      recording: this.#recording ?? null,
      nextMsn: Math.max(this.#reservedMsn, this.#nextMsn),
      nextRun: this.#nextRun + 1,
      discontinuitySequence: this.#discontinuity,
      atMs: this.#options.clock.nowMs(),
    };
  }
}
