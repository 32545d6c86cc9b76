import type { Msn, RenditionId } from '../../core/contracts/ids.ts';
import { asMsn } from '../../core/contracts/ids.ts';
import { partName, segmentName } from '../../core/contracts/media-names.ts';
import type { PartAdded, RunStarted, StreamProfile } from '../../core/contracts/timeline.ts';
import { TIMESCALE } from '../../core/contracts/timeline.ts';
import { averageSegmentBps, peakSegmentBps } from '../../core/hls/bit-rates.ts';
import type { LiveSegment } from '../../core/hls/live-playlist.ts';
import type { PlaylistPart } from '../../core/hls/part.ts';
import type { AfterHole } from './gaps.ts';
import { gapsBetween, gapTicks } from './gaps.ts';
import type { LiveEdge } from './reload.ts';

/** A segment as it grows; what has been shown of it never changes. */
interface Segment extends LiveSegment {
  readonly parts: PlaylistPart[];
  /** Of its parts, one after another. */
  bytes: Uint8Array[];
  isClosed: boolean;
  isGap: boolean;
  durationTicks: number;
  /** A part of it was missed: what comes after it cannot be played. */
  isBroken: boolean;
  whole: Uint8Array | undefined;
}

interface CurrentRun {
  readonly started: RunStarted;
  readonly mapUri: string;
  /** The recording's first: no EXT-X-DISCONTINUITY before it. */
  readonly isFirst: boolean;
}

/**
 * The playlist shows so much time: what CAN-SKIP-UNTIL needs, and a little to go back. No segment is longer than a target duration, so
 * there are never fewer than seven (rule 14).
 */
const LISTED_TARGET_DURATIONS = 9;
/** Rates are measured over so many segments. */
const MEASURED_SEGMENTS = 7;
/**
 * What has left the playlist can be had for its own duration and the playlist's (rule 14). A playlist is at most 11 target
 * durations long: 9, the segment that made it slide, and an open one.
 */
const KEPT_TARGET_DURATIONS = 12;
/** A slate is written faster than time passes when it has to catch up: that much media may take no time at all. */
const CATCH_UP_SECONDS = 10;

/** One rendition's live window: the segments that are listed, and those that have just left. Pure: entries in, facts out. */
export class RenditionWindow {
  readonly id: RenditionId;
  readonly profile: StreamProfile;
  /** Oldest first, numbers without a hole; the first {@link #left} of them are not listed any more. */
  readonly #segments: Segment[] = [];
  #left = 0;
  readonly #inits = new Map<string, Uint8Array>();
  #run: CurrentRun | undefined;
  #isEnded = false;
  #peakBps = 0;
  #averageBps = 0;
  /** Goes up with every change of the playlist. */
  version = 0;

  constructor(id: RenditionId, profile: StreamProfile) {
    this.id = id;
    this.profile = profile;
  }

  get edge(): LiveEdge {
    const last = this.#segments.at(-1);
    return { lastMsn: last?.msn, lastParts: last?.parts.length ?? 0, isLastClosed: last?.isClosed ?? false, isEnded: this.#isEnded };
  }

  /** What the playlist lists. */
  get segments(): readonly LiveSegment[] {
    return this.#segments.slice(this.#left);
  }

  /** Bytes that are kept. */
  get keptBytes(): number {
    let sum = 0;
    for (const segment of this.#segments) for (const part of segment.bytes) sum += part.byteLength;
    return sum;
  }

  /** The largest rate the segments of this run have had, and the mean of those listed; 0 before there is one. */
  get measured(): { readonly peakBps: number; readonly averageBps: number } {
    return { peakBps: this.#peakBps, averageBps: this.#averageBps };
  }

  /** The name of the part that comes next; undefined before the first part and after the end. */
  get preloadHint(): string | undefined {
    const next = this.#nextPart();
    return next === undefined ? undefined : partName(this.profile.namePrefix, next.msn, next.part);
  }

  /** It is the part that {@link preloadHint} names. */
  isHinted(msn: number, part: number): boolean {
    const next = this.#nextPart();
    return next !== undefined && next.msn === msn && next.part === part;
  }

  startRun(started: RunStarted, isFirst: boolean): void {
    const own = started.renditions.find((one) => one.rendition === this.id);
    if (own === undefined || this.#isEnded) return;
    this.#closeOpen(undefined);
    this.#inits.set(own.initName, own.initBytes);
    this.#run = { started, mapUri: own.initName, isFirst };
    this.#peakBps = 0;
    this.#averageBps = 0;
  }

  /** @returns whether the playlist has changed: parts that are known already, or of a run that is not, change nothing. */
  addPart(part: PartAdded): boolean {
    const run = this.#run;
    if (run === undefined || run.started.run !== part.run || this.#isEnded) return false;
    const segment = this.#segmentFor(part, run);
    if (segment === undefined) return false;
    segment.parts.push({
      uri: partName(this.profile.namePrefix, part.msn, part.part),
      durationTicks: part.durationTicks,
      independent: part.independent,
    });
    segment.bytes.push(part.bytes);
    segment.durationTicks += part.durationTicks;
    if (part.closesSegment) {
      segment.isClosed = true;
      this.#measure(segment);
      this.#slide();
    }
    this.version++;
    return true;
  }

  end(): void {
    if (this.#isEnded) return;
    this.#closeOpen(undefined);
    this.#isEnded = true;
    this.version++;
  }

  init(name: string): Uint8Array | undefined {
    return this.#inits.get(name);
  }

  /** A closed segment's bytes: those of its parts, one after another. */
  segmentBytes(msn: number): Uint8Array | undefined {
    const segment = this.#find(msn);
    if (segment === undefined || !segment.isClosed || segment.isGap) return undefined;
    if (segment.whole === undefined) {
      const whole = Buffer.concat(segment.bytes);
      let at = 0;
      // from now on the parts are views of it: nothing is kept twice
      segment.bytes = segment.bytes.map((part) => whole.subarray(at, (at += part.byteLength)));
      segment.whole = whole;
    }
    return segment.whole;
  }

  partBytes(msn: number, part: number): Uint8Array | undefined {
    return this.#find(msn)?.bytes[part];
  }

  #nextPart(): { readonly msn: Msn; readonly part: number } | undefined {
    const last = this.#segments.at(-1);
    if (last === undefined || this.#isEnded) return undefined;
    return last.isClosed ? { msn: asMsn(last.msn + 1), part: 0 } : { msn: asMsn(last.msn), part: last.parts.length };
  }

  /** The segment that a part is the next one of; undefined when there is none. */
  #segmentFor(part: PartAdded, run: CurrentRun): Segment | undefined {
    const last = this.#segments.at(-1);
    if (last !== undefined && part.msn <= last.msn) {
      if (part.msn < last.msn || last.isClosed || part.part < last.parts.length) return undefined;
      if (part.part > last.parts.length) last.isBroken = true;
      return last.isBroken ? undefined : last;
    }
    // whoever comes into the middle of a segment begins with the next one
    return part.part === 0 ? this.#open(part, run) : undefined;
  }

  #open(part: PartAdded, run: CurrentRun): Segment {
    this.#closeOpen(part.segmentStartMs);
    const { discontinuitySequence } = run.started;
    this.#fillHole({ msn: part.msn, startMs: part.segmentStartMs, discontinuitySequence });
    const before = this.#segments.at(-1);
    const segment = newSegment({
      msn: part.msn,
      uri: segmentName(this.profile.namePrefix, part.msn),
      startMs: part.segmentStartMs,
      // every step of the sequence is a tag; without a segment before it the run says whether it follows one
      isDiscontinuity:
        before === undefined ? part.msn === run.started.firstMsn && !run.isFirst : before.discontinuitySequence !== discontinuitySequence,
      discontinuitySequence,
      mapUri: run.mapUri,
    });
    this.#segments.push(segment);
    return segment;
  }

  /** A segment that cannot grow any more. `nextStartMs`: where the one after it begins, which tells how long a broken one was. */
  #closeOpen(nextStartMs: number | undefined): void {
    const last = this.#segments.at(-1);
    if (last === undefined || last.isClosed) return;
    last.isClosed = true;
    this.version++;
    if (!last.isBroken) return;
    last.isGap = true;
    if (nextStartMs !== undefined)
      last.durationTicks = Math.max(last.durationTicks, gapTicks(nextStartMs - last.startMs, this.profile.targetDurationSeconds));
  }

  /** Whatever is missing before a segment becomes gaps, or the window begins anew with it. */
  #fillHole(next: AfterHole): void {
    const last = this.#segments.at(-1);
    if (last === undefined) return;
    const gaps = gapsBetween(last, next, this.profile.targetDurationSeconds);
    if (gaps === undefined) {
      this.#left = this.#segments.length;
      this.#forget(0);
      return;
    }
    for (const { msn, startMs, discontinuitySequence, durationTicks } of gaps) {
      const isDiscontinuity = this.#segments.at(-1)?.discontinuitySequence !== discontinuitySequence;
      const uri = segmentName(this.profile.namePrefix, asMsn(msn));
      const gap = newSegment({ msn, uri, startMs, isDiscontinuity, discontinuitySequence, mapUri: last.mapUri });
      this.#segments.push(Object.assign(gap, { isGap: true, isClosed: true, durationTicks }));
    }
  }

  #find(msn: number): Segment | undefined {
    const first = this.#segments[0];
    return first === undefined ? undefined : this.#segments[msn - first.msn];
  }

  #measure(closed: Segment): void {
    const sized = this.#segments
      .slice(-MEASURED_SEGMENTS)
      .filter((segment) => segment.isClosed && !segment.isGap && segment.mapUri === closed.mapUri)
      .map((segment) => ({
        bytes: segment.bytes.reduce((sum, part) => sum + part.byteLength, 0),
        durationTicks: segment.durationTicks,
      }));
    this.#peakBps = Math.max(this.#peakBps, peakSegmentBps(sized, this.profile.targetDurationSeconds));
    this.#averageBps = averageSegmentBps(sized);
  }

  #slide(): void {
    const targetTicks = this.profile.targetDurationSeconds * TIMESCALE;
    let listedTicks = this.segments.reduce((sum, segment) => sum + segment.durationTicks, 0);
    for (; ; this.#left++) {
      listedTicks -= this.#segments[this.#left]?.durationTicks ?? 0;
      if (listedTicks < LISTED_TARGET_DURATIONS * targetTicks) break;
    }
    this.#forget(KEPT_TARGET_DURATIONS * targetTicks + CATCH_UP_SECONDS * TIMESCALE);
  }

  /** Of those that have left, one goes when `keptTicks` have left after it. */
  #forget(keptTicks: number): void {
    let leftTicks = 0;
    for (const segment of this.#segments.slice(0, this.#left)) leftTicks += segment.durationTicks;
    let gone = 0;
    for (; gone < this.#left; gone++) {
      leftTicks -= this.#segments[gone]?.durationTicks ?? 0;
      if (leftTicks < keptTicks) break;
    }
    if (gone === 0) return;
    this.#segments.splice(0, gone);
    this.#left -= gone;
    const used = new Set(this.#segments.map((segment) => segment.mapUri));
    for (const name of this.#inits.keys()) if (!used.has(name) && name !== this.#run?.mapUri) this.#inits.delete(name);
  }
}

function newSegment(facts: Pick<Segment, 'msn' | 'uri' | 'startMs' | 'isDiscontinuity' | 'discontinuitySequence' | 'mapUri'>): Segment {
  return { ...facts, parts: [], bytes: [], whole: undefined, isClosed: false, isGap: false, isBroken: false, durationTicks: 0 };
}
