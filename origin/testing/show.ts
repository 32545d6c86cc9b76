import type { Msn, RecordingId, RenditionId, StreamId } from '../../core/contracts/ids.ts';
import { asMsn } from '../../core/contracts/ids.ts';
import { initName } from '../../core/contracts/media-names.ts';
import type { PartAdded, RunCause, RunStarted, StreamProfile, TimelineEnded, TimelineOpened } from '../../core/contracts/timeline.ts';

export const STREAM = 'keynote' as StreamId;
export const SOURCE = 'source' as RenditionId;
export const SMALL = '480p' as RenditionId;
export const AUDIO = 'audio' as RenditionId;

export interface ShowOptions {
  readonly recording?: string;
  readonly firstMsn?: number;
  readonly firstRun?: number;
  readonly discontinuitySequence?: number;
  readonly targetDurationSeconds?: number;
  readonly renditions?: readonly RenditionId[];
  readonly partsASegment?: number;
  /** Bytes of a part of the first rendition; the others are smaller. */
  readonly partBytes?: number;
}

const PART_TICKS = 30_000;
const START_MS = Date.UTC(2026, 4, 12, 9, 30);

/** Writes a stream's timeline as the transcoder does: the same segments in all renditions, numbers that only go up. */
export class Show {
  readonly profile: StreamProfile;
  readonly #recording: RecordingId;
  readonly #firstMsn: number;
  readonly #partsASegment: number;
  readonly #partBytes: number;
  #run: number;
  #discontinuitySequence: number;
  #isFirstRun = true;
  #msn: number;
  #part = 0;
  #ticks = 0;
  #segmentStartTicks = 0;

  constructor(options: ShowOptions = {}) {
    const { recording = 'recording-1', firstMsn = 0, firstRun = 0, targetDurationSeconds = 2 } = options;
    this.#recording = recording as RecordingId;
    this.#firstMsn = firstMsn;
    this.#msn = firstMsn;
    this.#run = firstRun - 1;
    this.#discontinuitySequence = options.discontinuitySequence ?? 0;
    this.#partsASegment = options.partsASegment ?? 6;
    this.#partBytes = options.partBytes ?? 600;
    this.profile = {
      partTargetSeconds: 0.334,
      targetDurationSeconds,
      namePrefix: `${recording.replaceAll(/[^a-z0-9]/g, '')}prefix`,
      renditions: options.renditions ?? [SOURCE, SMALL, AUDIO],
    };
  }

  /** The number of the segment that the next part belongs to. */
  get msn(): number {
    return this.#msn;
  }

  /** Unix ms of the media written so far. */
  get nowMs(): number {
    return START_MS + (this.#ticks / 90_000) * 1_000;
  }

  opened(): TimelineOpened {
    const { profile } = this;
    return { kind: 'opened', stream: STREAM, recording: this.#recording, atMs: this.nowMs, profile, firstMsn: asMsn(this.#firstMsn) };
  }

  /** Another encoder: what was open has to be closed before. */
  run(cause: RunCause = 'publisher', skipNumbers = 0): RunStarted {
    if (!this.#isFirstRun) this.#discontinuitySequence++;
    this.#isFirstRun = false;
    this.#run++;
    this.#msn += skipNumbers;
    return {
      kind: 'run',
      run: this.#run,
      cause,
      atMs: this.nowMs,
      discontinuitySequence: this.#discontinuitySequence,
      firstMsn: asMsn(this.#msn),
      renditions: this.profile.renditions.map((rendition, index) => ({
        rendition,
        codecs: rendition === AUDIO ? 'mp4a.40.2' : 'avc1.64001f,mp4a.40.2',
        width: rendition === AUDIO ? 0 : 1280 >> index,
        height: rendition === AUDIO ? 0 : 720 >> index,
        frameRate: rendition === AUDIO ? 0 : 30,
        peakBps: cause === 'slate' ? 500_000 : 4_000_000 >> index,
        averageBps: cause === 'slate' ? 300_000 : 3_000_000 >> index,
        initName: initName(this.profile.namePrefix, this.#run),
        initBytes: Buffer.from(`init ${this.#run} of ${rendition}`),
      })),
    };
  }

  /** The next part in every rendition. `closes`: it ends its segment, which it does by itself when the segment is full. */
  part(closes = this.#part === this.#partsASegment - 1): readonly PartAdded[] {
    if (this.#part === 0) this.#segmentStartTicks = this.#ticks;
    this.#ticks += PART_TICKS;
    const common = {
      kind: 'part',
      run: this.#run,
      msn: asMsn(this.#msn),
      part: this.#part,
      durationTicks: PART_TICKS,
      independent: this.#part === 0,
      closesSegment: closes,
      segmentStartMs: START_MS + (this.#segmentStartTicks / 90_000) * 1_000,
      inputAtMs: this.nowMs,
    } as const;
    const parts = this.profile.renditions.map((rendition, index) => ({
      ...common,
      rendition,
      bytes: partBytes(rendition, common.msn, common.part, this.#partBytes >> index),
    }));
    this.#part = closes ? 0 : this.#part + 1;
    if (closes) this.#msn++;
    return parts;
  }

  /** Whole segments, or the rest of an open one first. */
  segments(count: number): readonly PartAdded[] {
    const parts: PartAdded[] = [];
    for (const end = this.#msn + count; this.#msn < end; ) parts.push(...this.part());
    return parts;
  }

  /** Time that nothing was written in. */
  pass(ms: number): void {
    this.#ticks += ms * 90;
  }

  ended(): TimelineEnded {
    return { kind: 'ended', atMs: this.nowMs, reason: 'ended-by-host' };
  }
}

/** Bytes that say whose they are, so that a mix-up is seen. */
export function partBytes(rendition: string, msn: Msn | number, part: number, size = 600): Buffer {
  return Buffer.alloc(size, `${rendition} ${msn}.${part}|`);
}
