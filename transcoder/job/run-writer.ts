import type { RenditionId } from '../../core/contracts/ids.ts';
import { asMsn } from '../../core/contracts/ids.ts';
import { initName } from '../../core/contracts/media-names.ts';
import type { PartAdded, RenditionInRun, RunCause, RunStarted, StreamProfile } from '../../core/contracts/timeline.ts';
import { TIMESCALE } from '../../core/contracts/timeline.ts';
import type { AacFacts } from '../../core/flv/aac.ts';
import { readAvcConfig } from '../../core/flv/avc.ts';
import { hasCaptions } from '../../core/flv/captions.ts';
import { writeInitSection } from '../packager/init-section.ts';
import type { PackagedPart } from '../packager/packager.ts';
import { Packager } from '../packager/packager.ts';
import type { VideoFrame } from '../packager/video-track.ts';
import type { ProgrammeClock } from './programme-dates.ts';
import { ProgrammeDates } from './programme-dates.ts';

/** Numbers that the job gives a run when its first part is there. */
export interface RunNumbers {
  readonly run: number;
  readonly firstMsn: number;
  readonly discontinuitySequence: number;
}

export interface RunWriterOptions {
  readonly cause: RunCause;
  readonly profile: StreamProfile;
  /** Which encode each rendition with a picture is taken from; several may share one. */
  readonly tracks: readonly { readonly videoBps: number; readonly renditions: readonly RenditionId[] }[];
  readonly audioRendition: RenditionId | undefined;
  readonly frameRate: number;
  readonly audio: AacFacts;
  readonly hasAudio: boolean;
  /** Presentation time of the first frame, ms in the time of the frames. */
  readonly startPtsMs: number;
  /** What the time of the frames means on the wall; all runs of one time base share one. */
  readonly programmeClock: ProgrammeClock;
  /** Unix ms before which nothing of this run may seem to have been; undefined where it goes on in the time base of the run before. */
  readonly notBeforeMs: () => number | undefined;
  /** The first part is there: the run before has to end now. */
  readonly activate: () => RunNumbers;
  readonly write: (entry: RunStarted | PartAdded) => void;
}

const AUDIO_BPS = 160_000;
/** A container costs a little, peaks cost more. */
const PEAK_FACTOR = 1.25;
const AVERAGE_FACTOR = 1.05;
/** Media times start here, so that sound which begins before the picture has no negative time. */
const OFFSET_MS = 10_000;

/** One encoder run on its way into the timeline: packages, numbers, and says what each rendition is. */
export class RunWriter {
  readonly #options: RunWriterOptions;
  readonly #packager: Packager;
  readonly #records: (Uint8Array | undefined)[];
  readonly #dates: ProgrammeDates;
  #numbers: RunNumbers | undefined;
  #highestSegment = -1;
  /** Where each track's open segment ends by now. */
  readonly #ends = new Map<PackagedPart['track'], { readonly segment: number; readonly ms: number }>();
  /** Tracks whose frames came with captions before the run began. */
  readonly #captioned = new Set<number>();
  /** Parts written. */
  parts = 0;

  constructor(options: RunWriterOptions) {
    this.#options = options;
    this.#records = options.tracks.map(() => undefined);
    this.#dates = new ProgrammeDates(options.programmeClock, options.notBeforeMs);
    this.#packager = new Packager({
      tracks: options.tracks.length,
      partTargetTicks: Math.round(options.profile.partTargetSeconds * TIMESCALE),
      frameRate: options.frameRate,
      startTicks: this.#ticks(options.startPtsMs),
      audio: options.audio,
      hasAudio: options.hasAudio,
      emit: (part) => this.#emit(part),
    });
  }

  /** The first number that no segment of this run has; undefined before its first part. */
  get nextMsn(): number | undefined {
    return this.#numbers === undefined ? undefined : this.#numbers.firstMsn + this.#highestSegment + 1;
  }

  get programmeClock(): ProgrammeClock {
    return this.#options.programmeClock;
  }

  /** Programme date at which the longest of its tracks ends by now, Unix ms; undefined before its first part. */
  get endMs(): number | undefined {
    return this.#ends.size === 0 ? undefined : Math.max(...[...this.#ends.values()].map(({ ms }) => ms));
  }

  get isStuck(): boolean {
    return this.#packager.isStuck;
  }

  /** An encode's AVCDecoderConfigurationRecord; before its first frame. */
  configure(track: number, record: Uint8Array): void {
    this.#records[track] = record;
  }

  /** A frame; ms. @throws Misaligned (packager/video-track.ts). */
  addVideo(
    track: number,
    frame: { readonly dtsMs: number; readonly ptsMs: number; readonly key: boolean; readonly data: Uint8Array },
    inputAtMs: number,
    nowMs: number,
  ): void {
    const timed: VideoFrame = {
      dts: this.#ticks(frame.dtsMs),
      pts: this.#ticks(frame.ptsMs),
      key: frame.key,
      data: frame.data,
      inputAtMs,
    };
    if (this.#numbers === undefined && hasCaptions(frame.data)) this.#captioned.add(track);
    this.#packager.addVideo(track, timed, nowMs);
  }

  addAudio(ptsMs: number, data: Uint8Array, nowMs: number): void {
    this.#packager.addAudio(this.#ticks(ptsMs), data, nowMs);
  }

  /** Sends what has waited long enough; returns when to come again (same clock), if at all. */
  drain(nowMs: number): number | undefined {
    this.#packager.drain(nowMs);
    return this.#packager.nextDeadlineMs();
  }

  /** Closes the open segment where it is. Nothing of a run that never had a part. */
  end(): void {
    this.#packager.end();
  }

  #ticks(ms: number): number {
    return Math.round((ms - this.#options.startPtsMs + OFFSET_MS) * (TIMESCALE / 1000));
  }

  /** The other way round: ms in the time of the frames. */
  #mediaMs(ticks: number): number {
    return ticks / (TIMESCALE / 1000) - OFFSET_MS + this.#options.startPtsMs;
  }

  #emit(part: PackagedPart): void {
    const isFirst = this.#numbers === undefined;
    // the run before ends with it, and only then is known up to where dates are taken
    const numbers = (this.#numbers ??= this.#options.activate());
    const segmentStartMs = this.#dates.dateOf(part.segment, this.#mediaMs(part.segmentStartTicks));
    if (isFirst) this.#options.write(this.#runStarted(numbers, segmentStartMs));
    const { run, firstMsn } = numbers;
    const end = this.#ends.get(part.track);
    const partStartMs = end?.segment === part.segment ? end.ms : segmentStartMs;
    this.#ends.set(part.track, { segment: part.segment, ms: partStartMs + part.durationTicks / (TIMESCALE / 1000) });
    this.#highestSegment = Math.max(this.#highestSegment, part.segment);
    this.parts++;
    const audio = this.#options.audioRendition;
    const renditions = part.track === 'audio' ? (audio === undefined ? [] : [audio]) : (this.#options.tracks[part.track]?.renditions ?? []);
    for (const rendition of renditions) {
      this.#options.write({
        kind: 'part',
        run,
        rendition,
        msn: asMsn(firstMsn + part.segment),
        part: part.part,
        durationTicks: part.durationTicks,
        independent: part.independent,
        closesSegment: part.closesSegment,
        segmentStartMs,
        inputAtMs: part.inputAtMs,
        bytes: part.bytes,
      });
    }
  }

  #runStarted(numbers: RunNumbers, atMs: number): RunStarted {
    const { audio, tracks, audioRendition, profile } = this.#options;
    const name = initName(profile.namePrefix, numbers.run);
    const audioTrack = { sampleRate: audio.sampleRate, channels: audio.channels, aacConfig: audio.config };
    const renditions: RenditionInRun[] = [];
    for (const [index, track] of tracks.entries()) {
      const record = this.#records[index];
      const facts = record === undefined ? undefined : readAvcConfig(record);
      if (record === undefined || facts === undefined) throw new Error(`encode ${index} has frames but no configuration`);
      const { width, height, codec } = facts;
      const initBytes = writeInitSection({ width, height, avcConfig: record }, audioTrack);
      for (const rendition of track.renditions) {
        renditions.push({
          rendition,
          codecs: `${codec},${audio.codec}`,
          width,
          height,
          frameRate: this.#options.frameRate,
          peakBps: Math.round((track.videoBps + AUDIO_BPS) * PEAK_FACTOR),
          averageBps: Math.round((track.videoBps + AUDIO_BPS) * AVERAGE_FACTOR),
          ...(this.#captioned.has(index) ? { captions: true } : {}),
          initName: name,
          initBytes,
        });
      }
    }
    if (audioRendition !== undefined) {
      renditions.push({
        rendition: audioRendition,
        codecs: audio.codec,
        width: 0,
        height: 0,
        frameRate: 0,
        peakBps: Math.round(AUDIO_BPS * PEAK_FACTOR),
        averageBps: AUDIO_BPS,
        initName: name,
        initBytes: writeInitSection(undefined, audioTrack),
      });
    }
    return {
      kind: 'run',
      run: numbers.run,
      cause: this.#options.cause,
      atMs,
      discontinuitySequence: numbers.discontinuitySequence,
      firstMsn: asMsn(numbers.firstMsn),
      renditions: profile.renditions.flatMap((id) => renditions.find((one) => one.rendition === id) ?? []),
    };
  }
}
