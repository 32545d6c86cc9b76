import { describe, expect, it } from 'vitest';
import type { PartAdded, RunStarted } from '../../core/contracts/timeline.ts';
import { livePlaylist } from '../../core/hls/live-playlist.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { Show, SOURCE } from '../testing/show.ts';
import { RenditionWindow } from './rendition-window.ts';

const TARGET_SECONDS = 2;
const STEPS = 1_500;

interface ModelSegment {
  readonly msn: number;
  readonly discontinuitySequence: number;
  readonly bytes: Buffer[];
  ticks: number;
  isClosed: boolean;
  /** Media written when it left the playlist. */
  leftAtTicks: number | undefined;
}

/** Remembers everything and throws nothing away: what the window should show follows from it by counting. */
class NaiveModel {
  readonly segments: ModelSegment[] = [];
  ticks = 0;
  longestTicks = 0;
  #run: RunStarted | undefined;

  startRun(run: RunStarted): void {
    this.#run = run;
  }

  add(part: PartAdded): void {
    let last = this.segments.at(-1);
    if (last === undefined || last.isClosed) {
      const discontinuitySequence = this.#run?.discontinuitySequence ?? 0;
      last = { msn: part.msn, discontinuitySequence, bytes: [], ticks: 0, isClosed: false, leftAtTicks: undefined };
      this.segments.push(last);
    }
    last.bytes.push(Buffer.from(part.bytes));
    last.ticks += part.durationTicks;
    last.isClosed = part.closesSegment;
    this.ticks += part.durationTicks;
  }

  /** Marks what is not listed any more. */
  note(listedFrom: number): void {
    const listed = this.segments.filter((segment) => segment.msn >= listedFrom);
    this.longestTicks = Math.max(
      this.longestTicks,
      listed.reduce((sum, segment) => sum + segment.ticks, 0),
    );
    for (const segment of this.segments) if (segment.msn < listedFrom) segment.leftAtTicks ??= this.ticks;
  }
}

describe('a window against a model that keeps everything', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`seed ${seed}: numbers, discontinuities, sliding, and what can still be downloaded`, () => {
      const random = seededRandom(seed);
      const show = new Show({
        renditions: [SOURCE],
        firstMsn: Math.floor(random() * 1_000),
        targetDurationSeconds: TARGET_SECONDS,
        partBytes: 40,
      });
      const window = new RenditionWindow(SOURCE, show.profile);
      const model = new NaiveModel();
      let isOpen = false;
      let isFirst = true;
      const start = (cause: 'publisher' | 'slate') => {
        const run = show.run(cause);
        window.startRun(run, isFirst);
        model.startRun(run);
        isFirst = false;
      };
      start('publisher');
      let before = livePlaylist(view(window), 'whole');
      for (let step = 0; step < STEPS; step++) {
        if (!isOpen && random() < 0.05) start(random() < 0.5 ? 'slate' : 'publisher');
        // segments of one to six parts: a run may end anywhere
        for (const part of show.part(random() < 0.2 ? true : undefined)) {
          isOpen = !part.closesSegment;
          expect(window.addPart(part)).toBe(true);
          model.add(part);
        }
        const after = livePlaylist(view(window), 'whole');
        model.note(after.mediaSequence);
        expectListed(window, model, after.mediaSequence);
        expectSteady(before, after);
        if (step % 20 === 0) expectKept(window, model);
        before = after;
      }
      expect(model.segments.length).toBeGreaterThan(200);
      expect(window.keptBytes).toBeLessThan(model.segments.reduce((sum, one) => sum + Buffer.concat(one.bytes).byteLength, 0) / 2);
    });
  }
});

function view(window: RenditionWindow) {
  return { promise: window.profile, segments: window.segments, preloadHint: window.preloadHint, reports: [], isEnded: false };
}

/** The playlist is the end of everything there ever was, at least seven segments and enough to skip. */
function expectListed(window: RenditionWindow, model: NaiveModel, mediaSequence: number): void {
  const expected = model.segments.filter((segment) => segment.msn >= mediaSequence);
  expect(window.segments.map((one) => [one.msn, one.durationTicks, one.isClosed, one.isGap])).toEqual(
    expected.map((one) => [one.msn, one.ticks, one.isClosed, false]),
  );
  const playlist = livePlaylist(view(window), 'whole');
  let discontinuity = playlist.discontinuitySequence ?? 0;
  for (const [index, segment] of playlist.segments.entries()) {
    if (segment.isDiscontinuity) discontinuity++;
    expect(discontinuity).toBe(expected[index]?.discontinuitySequence);
  }
  if (expected.length < model.segments.length) {
    expect(expected.length).toBeGreaterThanOrEqual(7);
    const closed = expected.filter((segment) => segment.isClosed).reduce((sum, segment) => sum + segment.ticks, 0);
    expect(closed).toBeGreaterThanOrEqual(9 * TARGET_SECONDS * 90_000);
  }
}

/** Nothing goes back: neither number. */
function expectSteady(before: ReturnType<typeof livePlaylist>, after: ReturnType<typeof livePlaylist>): void {
  expect(after.mediaSequence).toBeGreaterThanOrEqual(before.segments.length === 0 ? 0 : before.mediaSequence);
  expect(after.discontinuitySequence ?? 0).toBeGreaterThanOrEqual(before.discontinuitySequence ?? 0);
}

/** Rules 13 and 14: what has left can be had for its own duration and that of the longest playlist. */
function expectKept(window: RenditionWindow, model: NaiveModel): void {
  for (const segment of model.segments) {
    const isDue = segment.leftAtTicks !== undefined && model.ticks - segment.leftAtTicks >= segment.ticks + model.longestTicks;
    if (isDue) continue;
    for (const [part, bytes] of segment.bytes.entries()) expect(window.partBytes(segment.msn, part)).toEqual(bytes);
    if (segment.isClosed) expect(window.segmentBytes(segment.msn)).toEqual(Buffer.concat(segment.bytes));
  }
}
