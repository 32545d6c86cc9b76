import type { RenditionId } from '../../core/contracts/ids.ts';
import { asMsn } from '../../core/contracts/ids.ts';
import { partName, segmentName } from '../../core/contracts/media-names.ts';
import type { PartAdded, RunStarted, StreamProfile } from '../../core/contracts/timeline.ts';
import { TIMESCALE } from '../../core/contracts/timeline.ts';
import type { PlaylistPart, PlaylistSegment } from '../../core/hls/media-playlist.ts';
import type { LiveEdge } from './reload.ts';

interface Segment {
  readonly msn: number;
  readonly uri: string;
  readonly startMs: number;
  readonly isDiscontinuity: boolean;
  readonly discontinuitySequence: number;
  readonly mapUri: string;
  readonly parts: PlaylistPart[];
  readonly bytes: Uint8Array[];
  whole: Uint8Array | undefined;
  isClosed: boolean;
  durationTicks: number;
}

interface CurrentRun {
  readonly started: RunStarted;
  readonly mapUri: string;
  readonly isFirst: boolean;
}

/** The playlist shows at least so many segments (rule 14) and so much time: what CAN-SKIP-UNTIL needs, and a little to go back. */
const MIN_SEGMENTS = 7;
const LISTED_TARGET_DURATIONS = 9;
/** A segment that has left the playlist can be had for so long again: its own duration and the playlist's (rule 14). */
const KEPT_TARGET_DURATIONS = 11;

/** One rendition's live window: the segments that are listed, and those that have just left. */
export class RenditionWindow {
  readonly id: RenditionId;
  readonly #profile: StreamProfile;
  #listed: Segment[] = [];
  #left: Segment[] = [];
  readonly #inits = new Map<string, Uint8Array>();
  #run: CurrentRun | undefined;
  #isEnded = false;
  /** Goes up with every change. */
  version = 0;

  constructor(id: RenditionId, profile: StreamProfile) {
    this.id = id;
    this.#profile = profile;
  }

  get edge(): LiveEdge {
    const last = this.#listed.at(-1);
    return { lastMsn: last?.msn, lastParts: last?.parts.length ?? 0, isLastClosed: last?.isClosed ?? false, isEnded: this.#isEnded };
  }

  get segments(): readonly PlaylistSegment[] {
    return this.#listed;
  }

  /** The name of the part that comes next. */
  get preloadHint(): string | undefined {
    const last = this.#listed.at(-1);
    if (last === undefined || this.#isEnded) return undefined;
    const prefix = this.#profile.namePrefix;
    return last.isClosed ? partName(prefix, asMsn(last.msn + 1), 0) : partName(prefix, asMsn(last.msn), last.parts.length);
  }

  startRun(started: RunStarted, isFirst: boolean): void {
    const own = started.renditions.find((one) => one.rendition === this.id);
    if (own === undefined) return;
    this.#closeOpen();
    this.#inits.set(own.initName, own.initBytes);
    this.#run = { started, mapUri: own.initName, isFirst };
  }

  /** @returns whether it was taken: parts that are known already, or of a run that is not, are not. */
  addPart(part: PartAdded): boolean {
    const run = this.#run;
    const last = this.#listed.at(-1);
    if (run === undefined || run.started.run !== part.run || this.#isEnded) return false;
    if (last !== undefined && (part.msn < last.msn || (part.msn === last.msn && part.part < last.parts.length))) return false;
    const segment = last !== undefined && last.msn === part.msn ? last : this.#open(part, run);
    if (segment === undefined) return false;
    segment.parts.push({
      uri: partName(this.#profile.namePrefix, part.msn, part.part),
      durationTicks: part.durationTicks,
      independent: part.independent,
    });
    segment.bytes.push(part.bytes);
    segment.durationTicks += part.durationTicks;
    segment.isClosed = part.closesSegment;
    if (segment.isClosed) this.#slide();
    this.version++;
    return true;
  }

  end(): void {
    this.#closeOpen();
    this.#isEnded = true;
    this.version++;
  }

  init(name: string): Uint8Array | undefined {
    return this.#inits.get(name);
  }

  /** A closed segment's bytes. */
  segmentBytes(msn: number): Uint8Array | undefined {
    const segment = this.#find(msn);
    if (segment === undefined || !segment.isClosed) return undefined;
    segment.whole ??= Buffer.concat(segment.bytes);
    return segment.whole;
  }

  partBytes(msn: number, part: number): Uint8Array | undefined {
    return this.#find(msn)?.bytes[part];
  }

  #open(part: PartAdded, run: CurrentRun): Segment | undefined {
    // a late follower may meet the middle of a segment: it begins with the next one
    if (part.part !== 0) return undefined;
    this.#closeOpen();
    const segment: Segment = {
      msn: part.msn,
      uri: segmentName(this.#profile.namePrefix, part.msn),
      startMs: part.segmentStartMs,
      isDiscontinuity: part.msn === run.started.firstMsn && !run.isFirst,
      discontinuitySequence: run.started.discontinuitySequence,
      mapUri: run.mapUri,
      parts: [],
      bytes: [],
      whole: undefined,
      isClosed: false,
      durationTicks: 0,
    };
    this.#listed.push(segment);
    return segment;
  }

  #closeOpen(): void {
    const last = this.#listed.at(-1);
    if (last !== undefined) last.isClosed = true;
  }

  #find(msn: number): Segment | undefined {
    return this.#listed.find((segment) => segment.msn === msn) ?? this.#left.find((segment) => segment.msn === msn);
  }

  #slide(): void {
    const targetTicks = this.#profile.targetDurationSeconds * TIMESCALE;
    let total = this.#listed.reduce((sum, segment) => sum + segment.durationTicks, 0);
    for (;;) {
      const oldest = this.#listed[0];
      if (oldest === undefined || this.#listed.length <= MIN_SEGMENTS) break;
      if (total - oldest.durationTicks < LISTED_TARGET_DURATIONS * targetTicks) break;
      total -= oldest.durationTicks;
      this.#listed.shift();
      this.#left.push(oldest);
    }
    let kept = this.#left.reduce((sum, segment) => sum + segment.durationTicks, 0);
    while (kept > KEPT_TARGET_DURATIONS * targetTicks) kept -= this.#left.shift()?.durationTicks ?? kept;
    const used = new Set([...this.#left, ...this.#listed].map((segment) => segment.mapUri));
    for (const name of this.#inits.keys()) if (!used.has(name) && name !== this.#run?.mapUri) this.#inits.delete(name);
  }
}
