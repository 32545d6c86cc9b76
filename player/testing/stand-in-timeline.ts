/** The programme of the stand-in origin: which parts exist at a moment, and the playlists that list them. */
import { TIMESCALE } from '../../core/contracts/timeline.ts';
import { type LiveSegment, livePlaylist } from '../../core/hls/live-playlist.ts';
import { renderMediaPlaylist } from '../../core/hls/media-playlist.ts';
import { type RecordedSegment, renderRecordingPlaylist } from '../../core/hls/recording-playlist.ts';
import { type Clip, type ClipRendition, PART_SECONDS } from './clip.ts';

const PART_TICKS = Math.round(PART_SECONDS * TIMESCALE);
const PART_MS = PART_SECONDS * 1000;
const WINDOW_SEGMENTS = 8;
/** The stage has been on air for this long when the stand-in opens. */
const SEGMENTS_BEFORE = 20;
/** What is encoded anew comes so much later than what is sent through. */
const ENCODED_LAG_MS = 40;
/** Where the media time of an encoder run begins, as ours do. */
const RUN_BEGINS_SECONDS = 10;

/** An encoder run: numbering goes on, media time starts again. */
interface Run {
  readonly firstMsn: number;
}

export class StandInTimeline {
  readonly #clip: Clip;
  readonly #runs: Run[] = [{ firstMsn: 0 }];
  readonly #openedMs: number;
  #endedMs: number | undefined;

  constructor(clip: Clip, nowMs: number) {
    this.#clip = clip;
    this.#openedMs = nowMs;
  }

  /** Wall clock of the first sample, Unix ms. */
  get startedMs(): number {
    return this.#openedMs - SEGMENTS_BEFORE * this.#partsASegment * PART_MS;
  }

  get #partsASegment(): number {
    return this.#clip.partsASegment;
  }

  /** Parts that are complete. */
  made(nowMs: number): number {
    return Math.floor((Math.min(nowMs, this.#endedMs ?? nowMs) - this.startedMs) / PART_MS);
  }

  /** Milliseconds until that part is listed; 0 when it is, or never will be. */
  waitMs(rendition: ClipRendition, msn: number, part: number | undefined, nowMs: number): number {
    if (this.#endedMs !== undefined) return 0;
    const wanted = msn * this.#partsASegment + (part ?? this.#partsASegment - 1) + 1;
    // A timer may fire a moment before its time, and then the part would not be there yet.
    return Math.max(0, Math.ceil(this.startedMs + wanted * PART_MS + this.#lagMs(rendition) - nowMs) + 1);
  }

  /** The encoder starts anew: EXT-X-DISCONTINUITY and a new init section before the next segment. */
  breakLine(nowMs: number): void {
    this.#runs.push({ firstMsn: Math.floor(this.made(nowMs) / this.#partsASegment) + 1 });
  }

  /** The last segment that is complete is the last one. */
  end(nowMs: number): void {
    const segmentMs = this.#partsASegment * PART_MS;
    this.#endedMs = this.startedMs + Math.floor((nowMs - this.startedMs) / segmentMs) * segmentMs;
  }

  part(rendition: ClipRendition, msn: number, part: number): Buffer {
    const first = this.#runAt(msn).firstMsn * this.#partsASegment;
    return rendition.part(msn * this.#partsASegment + part - first, RUN_BEGINS_SECONDS);
  }

  segment(rendition: ClipRendition, msn: number): Buffer {
    return Buffer.concat(Array.from({ length: this.#partsASegment }, (_, part) => this.part(rendition, msn, part)));
  }

  livePlaylist(rendition: ClipRendition, nowMs: number, wantsSkip: boolean): string {
    const madeOf = (other: ClipRendition): number => this.made(nowMs - this.#lagMs(other));
    const made = madeOf(rendition);
    const open = Math.floor(made / this.#partsASegment);
    const isEnded = this.#endedMs !== undefined;
    const first = Math.max(0, open - WINDOW_SEGMENTS);
    const segments: LiveSegment[] = [];
    for (let msn = first; msn <= open; msn += 1) {
      const parts = Math.min(this.#partsASegment, made - msn * this.#partsASegment);
      if (parts > 0) segments.push(this.#listed(msn, parts));
    }
    const report = (other: ClipRendition) => {
      const last = madeOf(other) - 1;
      return {
        uri: `../${other.name}/index.m3u8`,
        lastMsn: Math.floor(last / this.#partsASegment),
        lastPart: last % this.#partsASegment,
      };
    };
    const window = {
      promise: { partTargetSeconds: 0.33334, targetDurationSeconds: Math.ceil(this.#partsASegment * PART_SECONDS) },
      segments,
      preloadHint: isEnded ? undefined : `p${open}.${made % this.#partsASegment}.m4s`,
      reports: this.#clip.renditions.filter(({ name }) => name !== rendition.name).map(report),
      isEnded,
    };
    return renderMediaPlaylist(livePlaylist(window, wantsSkip ? 'delta' : 'whole'));
  }

  recordingPlaylist(nowMs: number): string {
    const closed = Math.floor(this.made(nowMs) / this.#partsASegment);
    const segments = Array.from({ length: closed }, (_, msn): RecordedSegment => {
      const run = this.#runs.findLastIndex(({ firstMsn }) => firstMsn <= msn);
      const durationTicks = this.#partsASegment * PART_TICKS;
      return { uri: `s${msn}.m4s`, mapUri: `init${run}.mp4`, durationTicks, startMs: this.#startMs(msn), run, isLost: false };
    });
    const targetDurationSeconds = Math.ceil(this.#partsASegment * PART_SECONDS);
    return renderRecordingPlaylist({ targetDurationSeconds, segments, isEnded: this.#endedMs !== undefined });
  }

  #listed(msn: number, parts: number): LiveSegment {
    const run = this.#runs.findLastIndex(({ firstMsn }) => firstMsn <= msn);
    return {
      msn,
      uri: `s${msn}.m4s`,
      startMs: this.#startMs(msn),
      isDiscontinuity: run > 0 && this.#runs[run]?.firstMsn === msn,
      discontinuitySequence: run,
      mapUri: `init${run}.mp4`,
      parts: Array.from({ length: parts }, (_, part) => ({
        uri: `p${msn}.${part}.m4s`,
        durationTicks: PART_TICKS,
        independent: part === 0,
      })),
      isClosed: parts === this.#partsASegment,
      isGap: false,
      durationTicks: parts * PART_TICKS,
    };
  }

  /** The best one is sent through, the others are encoded. */
  #lagMs(rendition: ClipRendition): number {
    return this.#clip.renditions.some(({ height }) => height > rendition.height) ? ENCODED_LAG_MS : 0;
  }

  #startMs(msn: number): number {
    return this.startedMs + msn * this.#partsASegment * PART_MS;
  }

  #runAt(msn: number): Run {
    return this.#runs.findLast(({ firstMsn }) => firstMsn <= msn) ?? { firstMsn: 0 };
  }
}
