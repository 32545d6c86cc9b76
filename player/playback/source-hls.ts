/** A source through hls.js: its settings, its quality under our gate, its errors in our words. */
import HlsLight, { Events, type HlsConfig, type LevelDetails, type LoadPolicy, type MediaFragment, type Part } from 'hls.js/light';
import { CaptionFeed } from '../captions/caption-feed.ts';
import { withPass } from '../state/media-pass.ts';
import { bufferAhead } from './buffered.ts';
import { calmFor } from './look-pace.ts';
import { arrivesIn, Bandwidth, type Underway } from './bandwidth.ts';
import { LatencyController } from './latency-controller.ts';
import { atSegmentBorder, continuation, isThere, LevelGate, pastBorder } from './level-gate.ts';
import { mediaTimeOf, type PlacedSegment } from './programme-time.ts';
import type { Range } from './programme.ts';
import { chooseRung, firstRung } from './quality-rule.ts';
import type { Source, SourceRequest, SourceView } from './source.ts';

/** False where the browser has no Media Source. */
// oxlint-disable-next-line import/no-named-as-default-member -- the named one has no type
export const isHlsSupported = (): boolean => HlsLight.isSupported();

/** hls.js's own patience ends after three seconds of failing playlists; a viewer's does not. */
const PATIENT: LoadPolicy = {
  default: {
    maxTimeToFirstByteMs: 8_000,
    maxLoadTimeMs: 20_000,
    timeoutRetry: { maxNumRetry: 8, retryDelayMs: 0, maxRetryDelayMs: 0 },
    errorRetry: { maxNumRetry: 10, retryDelayMs: 250, maxRetryDelayMs: 4_000, backoff: 'exponential' },
  },
};

const COMMON: Partial<HlsConfig> = {
  // A worker would have to come from a blob; passing fMP4 through costs next to nothing on this thread.
  enableWorker: false,
  // The latency controller is ours.
  maxLiveSyncPlaybackRate: 1,
  liveSyncOnStallIncrease: 0,
  maxBufferLength: 20,
  backBufferLength: 30,
  testBandwidth: false,
  abrEwmaFastLive: 5,
  abrEwmaSlowLive: 15,
  liveDurationInfinity: true,
  manifestLoadPolicy: PATIENT,
  playlistLoadPolicy: PATIENT,
  fragLoadPolicy: PATIENT,
};

const GAPS_EVERY_MS = 500;
/** What is new in a playlist, or through a seek, is loaded at once, whatever this is. */
const THINK_EVERY_MS = 250;

/** What one link was measured to carry is worth knowing for the next source on it. */
const bandwidth = new Bandwidth();

export class HlsSource implements Source {
  readonly kind = 'hls';
  readonly #hls: HlsLight;
  readonly #gate = new LevelGate();
  readonly #captions = new CaptionFeed();
  readonly #request: SourceRequest;
  #height: number | null;
  #switchedMs = Number.NEGATIVE_INFINITY;
  #wentDown = false;
  #placed = false;
  /** The init section that was fetched ahead last. */
  #initAhead = '';
  /** The segment after which the quality changed last; -1 before that. */
  #doneSn = -1;
  /** The last discontinuity sequence that was listed; infinite after the end. */
  #run: number | undefined;

  constructor(request: SourceRequest) {
    this.#request = request;
    this.#height = request.height;
    const hls = new HlsLight({
      ...COMMON,
      lowLatencyMode: request.live,
      startPosition: request.startAt?.guessSeconds ?? -1,
      // Each request goes out with the pass of its moment: a new one interrupts nothing.
      xhrSetup: (xhr, url) => xhr.open('GET', withPass(url, request.prefix.peek()), true),
      abrController: this.#borderAbr(),
      streamController: this.#borderStream(),
      ...calmGaps(),
    });
    this.#hls = hls;
    this.#listen();
    hls.loadSource(request.url);
    hls.attachMedia(request.video);
  }

  view(): SourceView {
    const hls = this.#hls;
    const details = hls.latestLevelDetails;
    const video = this.#request.video;
    const part = underway(details);
    const bps = bandwidth.bpsWith(part);
    const loading = hls.levels[this.#gate.current];
    const arrivesInSeconds = part === null ? this.#switchTakes() : arrivesIn(part);
    return {
      partTargetSeconds: this.#request.live && details?.partList ? details.partTarget : null,
      behindEdgeSeconds: details === null ? null : details.edge - video.currentTime,
      edgeSeconds: hls.liveSyncPosition ?? null,
      listed: listedRange(details),
      programMs: hls.playingDate?.getTime() ?? null,
      bandwidthBps: bps,
      starving: bps !== null && loading !== undefined && loading.averageBitrate > bps * 0.95,
      arrivesInSeconds,
      calmMs: calmFor(part !== null || arrivesInSeconds !== null, bufferAhead(video)),
      loadingHeight: loading?.height ?? null,
    };
  }

  latencyRule(partTargetSeconds: number): LatencyController {
    return new LatencyController(partTargetSeconds);
  }

  /**
   * A lower rung was taken because the line is narrow: its playlist, its init section and its first part are still to come.
   * @returns seconds it will take at least; null when nothing of the kind goes on.
   */
  #switchTakes(): number | null {
    if (!this.#wentDown || this.#doneSn === -1) return null;
    const details = this.#hls.levels[this.#gate.current]?.details;
    const hasBegun = details?.partList?.some(({ fragment, stats }) => fragment.sn > this.#doneSn && stats.loading.start > 0);
    return hasBegun === true ? null : (details?.partTarget ?? null);
  }

  placeOf(programMs: number): number | undefined {
    return mediaTimeOf(placedSegments(this.#hls.latestLevelDetails), programMs);
  }

  tick({ nowMs, stalledMs }: { readonly nowMs: number; readonly stalledMs: number }): void {
    const { levels } = this.#hls;
    if (this.#height !== null || levels.length < 2 || this.#gate.current < 0) return;
    const current = this.#gate.current;
    const rung = chooseRung({
      rungs: levels,
      current,
      bps: bandwidth.bpsWith(underway(this.#hls.latestLevelDetails)),
      nowMs,
      switchedMs: this.#switchedMs,
      wentDown: this.#wentDown,
      stalledMs,
    });
    this.#gate.ask(rung);
  }

  choose(height: number | null): void {
    this.#height = height;
    const level = this.#levelOf(height);
    if (level !== undefined) this.#gate.ask(level);
  }

  restartLoad(): void {
    this.#hls.startLoad();
  }

  recoverMedia(): void {
    this.#hls.recoverMediaError();
  }

  close(): void {
    this.#hls.destroy();
  }

  /** hls.js asks its ABR controller for the level at every idle moment; ours answers through the gate. */
  #borderAbr(): HlsConfig['abrController'] {
    const next = (): number => this.#nextLevel();
    const first = (): number => this.#firstLevel();
    const forced = (level: number): void => {
      // hls.js repeats what it was told, or flees from a level that it cannot load at all.
      if (level >= 0 && level !== this.#gate.current) this.#gate.force(level);
    };
    return class BorderAbr extends HlsLight.DefaultConfig.abrController {
      /** None: its estimate and its emergency aborts are not wanted. */
      protected override registerListeners(): void {}
      protected override unregisterListeners(): void {}
      override get firstAutoLevel(): number {
        return first();
      }
      override get forcedAutoLevel(): number {
        return -1;
      }
      override get nextAutoLevel(): number {
        return next();
      }
      override set nextAutoLevel(level: number) {
        forced(level);
      }
    };
  }

  /**
   * hls.js looks for the next segment by time alone. At a border that names now and then the one that is loaded already, and
   * then it loads nothing at all, or after a change of quality the whole of it again.
   */
  #borderStream(): HlsConfig['streamController'] {
    const place = (bufferEnd: number, { fragments }: LevelDetails): number => pastBorder(bufferEnd, this.#doneSn, fragments);
    const isDone = (found: MediaFragment, bufferEnd: number, { fragments }: LevelDetails): boolean =>
      isThere(found, bufferEnd, this.#doneSn, fragments);
    return class BorderStream extends HlsLight.DefaultConfig.streamController {
      override setInterval(): boolean {
        return super.setInterval(THINK_EVERY_MS);
      }
      protected override getFragmentAtPosition(bufferEnd: number, end: number, details: LevelDetails): MediaFragment | null {
        const found = super.getFragmentAtPosition(place(bufferEnd, details), end, details);
        const next = continuation(details.partList, bufferEnd)?.fragment;
        return next !== undefined && (found === null || found.sn < next.sn) ? next : found;
      }
      protected override getNextFragment(bufferEnd: number, details: LevelDetails): MediaFragment | null {
        const found = super.getNextFragment(bufferEnd, details);
        return found !== null && isDone(found, bufferEnd, details) ? null : found;
      }
    };
  }

  #firstLevel(): number {
    if (this.#gate.current < 0) {
      const { levels } = this.#hls;
      this.#gate.force(this.#levelOf(this.#height) ?? firstRung(levels, bandwidth.bps));
      this.#switchedMs = performance.now();
    }
    return this.#gate.current;
  }

  #nextLevel(): number {
    const before = this.#firstLevel();
    if (this.#gate.wish === before) return before;
    const details = this.#hls.levels[before]?.details;
    const level = this.#gate.next(atSegmentBorder(listedParts(details)));
    if (level !== before) {
      this.#doneSn = details?.partList?.findLast(({ loaded }) => loaded)?.fragment.sn ?? -1;
      this.#wentDown = level < before && this.#height === null;
      this.#switchedMs = performance.now();
    }
    return level;
  }

  /** @returns the level that comes nearest to a height from below. */
  #levelOf(height: number | null): number | undefined {
    if (height === null) return undefined;
    const { levels } = this.#hls;
    const exact = levels.findLastIndex((level) => level.height === height);
    if (exact !== -1) return exact;
    const below = levels.findLastIndex((level) => level.height <= height);
    return levels.length === 0 ? undefined : Math.max(0, below);
  }

  #listen(): void {
    const { listener } = this.#request;
    const hls = this.#hls;
    const tellQualities = (): void => listener.qualities(hls.levels.map(({ height, bitrate }) => ({ height, bitrate })));
    hls.on(Events.MANIFEST_PARSED, tellQualities);
    hls.on(Events.LEVELS_UPDATED, tellQualities);
    hls.on(Events.LEVEL_SWITCHED, (_, { level }) => listener.shown(hls.levels[level]?.height ?? 0));
    hls.on(Events.LEVEL_UPDATED, (_, { details }) => {
      this.#place(details);
      this.#fetchAhead(details);
      const run = details.live ? details.endCC : Number.POSITIVE_INFINITY;
      if (this.#run !== undefined && this.#run !== run) listener.broke();
      this.#run = run;
    });
    hls.on(Events.FRAG_LOADED, (_, { frag, part }) => {
      const stats = part?.stats ?? frag.stats;
      bandwidth.add({
        bytes: stats.loaded,
        mediaSeconds: part?.duration ?? frag.duration,
        firstByteMs: stats.loading.first - stats.loading.start,
        totalMs: stats.loading.end - stats.loading.start,
      });
    });
    hls.on(Events.FRAG_PARSING_USERDATA, (_, { samples }) => {
      for (const { pts, bytes } of samples) if (bytes !== undefined) this.#captions.add(pts, bytes);
      if (this.#captions.hasText) listener.captioned(this.#captions);
    });
    hls.on(Events.BUFFER_APPENDING, () => listener.beforeAppend());
    hls.on(Events.FRAG_BUFFERED, () => listener.progress());
    hls.on(Events.ERROR, (_, { type, details, fatal, response }) => listener.failed({ type, details, fatal, status: response?.code }));
  }

  /**
   * hls.js asks for the init section of another quality when its first part is there already. It does not change: asked for
   * while that part is still waited for, it comes out of the browser's cache then, and no round trip is lost at the border.
   */
  #fetchAhead({ fragments, fragmentHint }: LevelDetails): void {
    const init = (fragmentHint ?? fragments.at(-1))?.initSegment;
    if (this.#doneSn === -1 || init == null || init.data !== undefined || init.url === this.#initAhead) return;
    this.#initAhead = init.url;
    // hls.js asks again, and tells what is wrong.
    fetch(init.url).catch(() => undefined);
  }

  /** A recording opens at a guess; its playlist then tells the true place of a programme time. */
  #place(details: LevelDetails): void {
    const { startAt, video } = this.#request;
    if (this.#placed || startAt === null) return;
    this.#placed = true;
    const place = mediaTimeOf(placedSegments(details), startAt.programMs);
    if (place !== undefined && Math.abs(place - startAt.guessSeconds) > 0.5) video.currentTime = place;
  }
}

/** hls.js looks for gaps ten times a second; so does our guard. It is told of stalls by the element itself. */
function calmGaps(): Pick<HlsConfig, 'gapController'> {
  const { gapController: Gaps } = HlsLight.DefaultConfig;
  if (Gaps === undefined) return {};
  class CalmGaps extends Gaps {
    override setInterval(): boolean {
      return super.setInterval(GAPS_EVERY_MS);
    }
  }
  return { gapController: CalmGaps };
}

function listedParts(details: LevelDetails | undefined): readonly Part[] | null {
  return details?.partList ?? null;
}

function underway(details: LevelDetails | null): Underway | null {
  const part = details?.partList?.findLast(({ stats }) => stats.loading.start > 0);
  if (part === undefined || part.stats.loading.end > 0) return null;
  const { loaded, total, loading } = part.stats;
  return { bytes: loaded, totalBytes: total, elapsedMs: performance.now() - loading.start };
}

function listedRange(details: LevelDetails | null): Range | null {
  const first = details?.fragments.find(({ programDateTime }) => programDateTime !== null);
  const last = details?.fragmentHint ?? details?.fragments.at(-1);
  if (first?.programDateTime == null || last?.programDateTime == null) return null;
  return { startMs: first.programDateTime, endMs: last.programDateTime + last.duration * 1000 };
}

function placedSegments(details: LevelDetails | null): readonly PlacedSegment[] {
  if (details === null) return [];
  const { fragments, fragmentHint } = details;
  const all = fragmentHint === undefined ? fragments : [...fragments, fragmentHint];
  return all.map(({ start, duration, programDateTime }) => ({
    startSeconds: start,
    durationSeconds: duration,
    programMs: programDateTime,
  }));
}
