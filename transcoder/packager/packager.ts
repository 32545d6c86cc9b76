import type { AacFacts } from '../../core/flv/aac.ts';
import { AudioTimeline } from './audio-timeline.ts';
import type { VideoSample } from './part-bytes.ts';
import { writePart } from './part-bytes.ts';
import type { VideoFrame, VideoPart } from './video-track.ts';
import { Boundaries, VideoTrack } from './video-track.ts';

/** A part as the packager makes it; numbers are relative to the run. */
export interface PackagedPart {
  /** Which encode, by its place in {@link PackagerOptions.tracks}; `audio` is the sound alone. */
  readonly track: number | 'audio';
  readonly segment: number;
  readonly part: number;
  readonly durationTicks: number;
  readonly independent: boolean;
  readonly closesSegment: boolean;
  /** Presentation time of the segment's first frame, 1/90000 s. */
  readonly segmentStartTicks: number;
  readonly inputAtMs: number;
  readonly bytes: Uint8Array;
}

export interface PackagerOptions {
  /** How many encodes the run has. */
  readonly tracks: number;
  /** PART-TARGET, 1/90000 s. */
  readonly partTargetTicks: number;
  readonly frameRate: number;
  /** Presentation time of the first frame, 1/90000 s. */
  readonly startTicks: number;
  readonly audio: AacFacts;
  /** false: the source has no sound; the renditions get silence. */
  readonly hasAudio: boolean;
  readonly emit: (part: PackagedPart) => void;
}

/** A part whose picture is complete waits this long for its sound. */
const AUDIO_WAIT_MS = 60;
/** Sound that has been missing this long is filled with silence: a player stops when one of the two runs out. */
const AUDIO_DEAD_MS = 200;
/** Parts that may wait for the slowest rung; one minute of them means that something is broken. */
const MAX_WAITING_PARTS = 200;

interface Waiting {
  readonly video: VideoPart;
  readonly sinceMs: number;
}

interface Track {
  readonly video: VideoTrack;
  readonly waiting: Waiting[];
  /** The first frame of sound that it has not sent. */
  audioIndex: number;
  sequence: number;
}

/**
 * Makes parts out of frames, for one run: every encode's picture multiplexed with the shared sound, and the sound alone.
 * Pure: time comes in as an argument. A part is sent when its picture is complete and its sound has come (or will not come), and no
 * rendition begins a segment before every rendition has reached it: so a run can end at any moment with the same segments in all.
 */
export class Packager {
  readonly #options: PackagerOptions;
  readonly #boundaries: Boundaries;
  readonly #audio: AudioTimeline;
  readonly #tracks: Track[];
  /** Index of the first frame of sound after each segment: decided once, for all renditions. */
  readonly #audioEnds = new Map<number, number>();
  #audioOnlyIndex = 0;
  #audioOnlySequence = 0;
  #lastAudioMs = Number.NEGATIVE_INFINITY;
  #nowMs = 0;

  constructor(options: PackagerOptions) {
    this.#options = options;
    this.#boundaries = new Boundaries(options.startTicks);
    this.#audio = new AudioTimeline(options.audio, options.startTicks);
    this.#tracks = Array.from({ length: options.tracks }, () => this.#newTrack());
  }

  #newTrack(): Track {
    const waiting: Waiting[] = [];
    const video = new VideoTrack({
      boundaries: this.#boundaries,
      partTargetTicks: this.#options.partTargetTicks,
      nominalFrameTicks: Math.round(90_000 / this.#options.frameRate),
      closed: (part) => waiting.push({ video: part, sinceMs: this.#nowMs }),
    });
    return { video, waiting, audioIndex: 0, sequence: 0 };
  }

  /** A frame of one encode. @throws Misaligned when its keyframes are not those of the others, or it is a minute behind. */
  addVideo(track: number, frame: VideoFrame, nowMs: number): void {
    this.#nowMs = nowMs;
    this.#tracks[track]?.video.add(frame);
    this.drain(nowMs);
  }

  /** A frame of sound. */
  addAudio(atTicks: number, frame: Uint8Array, nowMs: number): void {
    this.#lastAudioMs = nowMs;
    this.#audio.add(atTicks, frame);
    this.drain(nowMs);
  }

  /** Sends what is complete; to be called when {@link nextDeadlineMs} has come as well. */
  drain(nowMs: number): void {
    for (;;) {
      let sent = false;
      for (const [index, track] of this.#tracks.entries()) {
        const head = track.waiting[0];
        if (head === undefined || !this.#hasBeenReached(head.video.segment)) continue;
        const audioEnd = this.#audioEndFor(head, nowMs);
        if (audioEnd === undefined) continue;
        track.waiting.shift();
        this.#send(index, track, head.video, audioEnd);
        sent = true;
      }
      if (!sent) break;
    }
    this.#audio.forgetBefore(Math.min(this.#audioOnlyIndex, ...this.#tracks.map((track) => track.audioIndex)));
  }

  /** When the next part stops waiting for its sound; undefined when none waits. Same clock as `nowMs`. */
  nextDeadlineMs(): number | undefined {
    const since = this.#tracks.flatMap((track) => track.waiting.slice(0, 1).map((waiting) => waiting.sinceMs));
    return since.length === 0 ? undefined : Math.min(...since) + AUDIO_WAIT_MS;
  }

  /** How many parts wait for the slowest rung. */
  waitingParts(): number {
    return Math.max(0, ...this.#tracks.map((track) => track.waiting.length));
  }

  get isStuck(): boolean {
    return this.waitingParts() > MAX_WAITING_PARTS;
  }

  /** The run is over: everything that is complete in all renditions goes out, the open segment is closed where it is. */
  end(): void {
    if (this.#tracks.some((track) => !track.video.hasStarted)) return;
    const last = Math.min(...this.#tracks.map((track) => track.video.segment));
    for (const track of this.#tracks) if (track.video.segment === last) track.video.end();
    for (const [index, track] of this.#tracks.entries()) {
      for (const { video } of track.waiting.splice(0)) {
        if (video.segment > last) continue;
        this.#send(index, track, video, this.#audioEndNow(video));
      }
    }
  }

  #hasBeenReached(segment: number): boolean {
    return this.#tracks.every((track) => track.video.hasStarted && track.video.segment >= segment);
  }

  /** Where this part's sound ends, or undefined while it is worth waiting for. */
  #audioEndFor(part: Waiting, nowMs: number): number | undefined {
    const { video } = part;
    const decided = video.closesSegment ? this.#audioEnds.get(video.segment) : undefined;
    if (decided !== undefined) return decided;
    const limit = video.audioLimitTicks;
    if (!this.#options.hasAudio) this.#audio.fillTo(limit);
    if (this.#audio.endTicks < limit) {
      if (nowMs < part.sinceMs + AUDIO_WAIT_MS) return undefined;
      const isDead = nowMs - this.#lastAudioMs > AUDIO_DEAD_MS;
      if (isDead || this.#audio.count <= this.#audioOnlyIndex) this.#audio.fillTo(limit);
    }
    return this.#decide(video);
  }

  #audioEndNow(video: VideoPart): number {
    const decided = video.closesSegment ? this.#audioEnds.get(video.segment) : undefined;
    if (decided !== undefined) return decided;
    this.#audio.fillTo(video.audioLimitTicks);
    return this.#decide(video);
  }

  #decide(video: VideoPart): number {
    const end = this.#audio.indexAt(video.audioLimitTicks);
    if (video.closesSegment) this.#audioEnds.set(video.segment, end);
    this.#audioEnds.delete(video.segment - 3);
    return end;
  }

  #send(index: number, track: Track, video: VideoPart, audioEnd: number): void {
    const end = Math.max(audioEnd, track.audioIndex);
    const common = {
      segment: video.segment,
      part: video.part,
      durationTicks: video.durationTicks,
      closesSegment: video.closesSegment,
      segmentStartTicks: this.#boundaries.startOf(video.segment),
      inputAtMs: video.inputAtMs,
    };
    const samples: readonly VideoSample[] = video.samples;
    this.#options.emit({
      ...common,
      track: index,
      independent: samples[0]?.key === true,
      bytes: writePart(track.sequence++, samples, end > track.audioIndex ? this.#audio.span(track.audioIndex, end) : undefined),
    });
    track.audioIndex = end;
    if (index !== 0) return;
    const from = this.#audioOnlyIndex;
    // a part shorter than a frame of sound takes the next one early: a part without any sample is none
    if (end <= from && this.#audio.count === from) this.#audio.fillTo(this.#audio.endTicks + 1);
    this.#audioOnlyIndex = Math.max(end, from + 1);
    this.#options.emit({
      ...common,
      track: 'audio',
      independent: true,
      bytes: writePart(this.#audioOnlySequence++, [], this.#audio.span(from, this.#audioOnlyIndex)),
    });
  }
}
