/**
 * The live timeline of a stream: what the transcoder appends to the MediaLog and the origin and the uploader read.
 * It is the only thing they share. Entries of one stream are totally ordered.
 */
import type { Msn, RecordingId, RenditionId, StreamId } from './ids.ts';

/** Ticks a second of every video track and of all part and segment durations. */
export const TIMESCALE = 90_000;

/**
 * What is promised to players before the first playlist and never changes while the recording lasts
 * (rfc8216bis: EXT-X-TARGETDURATION, EXT-X-PART-INF; equal in all renditions).
 */
export interface StreamProfile {
  /** PART-TARGET in seconds, the upper bound of every part's duration, e.g. 0.334. */
  readonly partTargetSeconds: number;
  /** EXT-X-TARGETDURATION, a whole number of seconds. */
  readonly targetDurationSeconds: number;
  /** Random, URL-safe; starts the name of every media object, so that no cache ever mixes two recordings. */
  readonly namePrefix: string;
  /** Every rendition that will ever be listed, best first. A run may map several of them to one encode. */
  readonly renditions: readonly RenditionId[];
}

/** A recording begins. First entry of a recording. */
export interface TimelineOpened {
  readonly kind: 'opened';
  readonly stream: StreamId;
  readonly recording: RecordingId;
  /** Wall clock, Unix ms. */
  readonly atMs: number;
  readonly profile: StreamProfile;
  /** The media sequence number of the first segment to come; > every number the stream has used before. */
  readonly firstMsn: Msn;
}

/** Why a run exists. `slate` is our own picture while no presenter is there. */
export type RunCause = 'publisher' | 'restart' | 'slate';

/** One rendition as it is in one run: enough for its EXT-X-STREAM-INF line and its EXT-X-MAP. */
export interface RenditionInRun {
  readonly rendition: RenditionId;
  /** `avc1.…,mp4a.…`; RFC 6381. */
  readonly codecs: string;
  /** 0 x 0 for audio only. */
  readonly width: number;
  readonly height: number;
  /** Frames a second; 0 for audio only. */
  readonly frameRate: number;
  /** Peak bits a second, audio included: BANDWIDTH. */
  readonly peakBps: number;
  /** Average bits a second, audio included: AVERAGE-BANDWIDTH. */
  readonly averageBps: number;
  /** Closed captions (CEA-608) came with its first frames. */
  readonly captions?: boolean;
  /** Object name of the init section (see media-names.ts) and its bytes. */
  readonly initName: string;
  readonly initBytes: Uint8Array;
}

/** New encoder parameters: EXT-X-DISCONTINUITY (but for the first run of a recording), a new EXT-X-MAP, a new PROGRAM-DATE-TIME. */
export interface RunStarted {
  readonly kind: 'run';
  /** Counts the runs of a stream from 0, never reused. */
  readonly run: number;
  readonly cause: RunCause;
  readonly atMs: number;
  /** EXT-X-DISCONTINUITY-SEQUENCE value of this run's segments: +1 for every run but a recording's first. */
  readonly discontinuitySequence: number;
  /** The first segment of this run, the same in all renditions. */
  readonly firstMsn: Msn;
  readonly renditions: readonly RenditionInRun[];
}

/** One part of one rendition is complete. A segment's bytes are exactly the bytes of its parts, one after another. */
export interface PartAdded {
  readonly kind: 'part';
  readonly run: number;
  readonly rendition: RenditionId;
  readonly msn: Msn;
  /** Index inside its segment, from 0. */
  readonly part: number;
  /** 1/90000 s. <= PART-TARGET. */
  readonly durationTicks: number;
  /** The part starts with a keyframe: INDEPENDENT=YES. Always true in audio only. */
  readonly independent: boolean;
  /** This is its segment's last part: the segment is complete with it. */
  readonly closesSegment: boolean;
  /**
   * Wall clock of the segment's first sample, Unix ms (fractions allowed): EXT-X-PROGRAM-DATE-TIME. When it was captured plus the
   * shortest way through the presenter's encoder and line, as arrivals tell it. The same in all renditions; inside a run it follows
   * the durations to within 10 ms a segment and never goes back.
   */
  readonly segmentStartMs: number;
  /** Wall clock at which the last of the part's input reached the transcoder, Unix ms: for the lag-per-stage metrics. */
  readonly inputAtMs: number;
  readonly bytes: Uint8Array;
}

/** The recording is over: EXT-X-ENDLIST. Last entry of a recording. */
export interface TimelineEnded {
  readonly kind: 'ended';
  readonly atMs: number;
  readonly reason: 'publisher-gone' | 'ended-by-host' | 'shutdown';
}

export type TimelineEntry = TimelineOpened | RunStarted | PartAdded | TimelineEnded;
