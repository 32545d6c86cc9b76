import { describe, expect, it } from 'vitest';
import type { PartAdded, TimelineEntry } from '../../core/contracts/timeline.ts';
import { partBytes, Show, SOURCE } from '../testing/show.ts';
import { RenditionWindow } from './rendition-window.ts';

function feed(window: RenditionWindow, entries: readonly TimelineEntry[], firstRun = 0): void {
  for (const entry of entries) {
    if (entry.kind === 'run') window.startRun(entry, entry.run === firstRun);
    else if (entry.kind === 'part') window.addPart(entry);
    else if (entry.kind === 'ended') window.end();
  }
}

const newShow = (options: ConstructorParameters<typeof Show>[0] = {}) => new Show({ renditions: [SOURCE], ...options });
const numbers = (window: RenditionWindow) => window.segments.map((segment) => segment.msn);
const gaps = (window: RenditionWindow) => window.segments.flatMap((segment) => (segment.isGap ? [segment.msn] : []));

describe('parts and segments', () => {
  it('a segment is the bytes of its parts, one after another, and the parts stay the same bytes', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.segments(1)]);
    const parts = Array.from({ length: 6 }, (_, part) => partBytes(SOURCE, 0, part));
    expect(window.segmentBytes(0)).toEqual(Buffer.concat(parts));
    for (const [index, part] of parts.entries()) expect(Buffer.from(window.partBytes(0, index) ?? []).equals(part)).toBe(true);
    expect(window.keptBytes).toBe(6 * 600);
  });

  it('an open segment has parts and no bytes as a whole', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.part(), ...show.part()]);
    expect(window.segmentBytes(0)).toBeUndefined();
    expect(window.partBytes(0, 1)).toEqual(partBytes(SOURCE, 0, 1));
    expect(window.partBytes(0, 2)).toBeUndefined();
    expect(window.edge).toEqual({ lastMsn: 0, lastParts: 2, isLastClosed: false, isEnded: false });
  });

  it('a repeated part changes nothing', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    const run = show.run();
    const parts = show.segments(2);
    feed(window, [run, ...parts]);
    const { version } = window;
    for (const part of parts) expect(window.addPart(part)).toBe(false);
    expect(window.version).toBe(version);
    expect(numbers(window)).toEqual([0, 1]);
  });

  it('a part of a run that is not on is not taken', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    const [early] = show.part();
    expect(window.addPart(early as PartAdded)).toBe(false);
    expect(window.edge.lastMsn).toBeUndefined();
    expect(window.preloadHint).toBeUndefined();
  });

  it('whoever comes into the middle of a segment begins with the next one', () => {
    const show = newShow({ firstMsn: 7 });
    const window = new RenditionWindow(SOURCE, show.profile);
    const run = show.run();
    show.part();
    feed(window, [run, ...show.segments(1), ...show.part()]);
    expect(numbers(window)).toEqual([8]);
  });

  it('hints at the next part, across the end of a segment too', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.part()]);
    expect(window.preloadHint).toBe(`${show.profile.namePrefix}-p0.1.m4s`);
    feed(window, show.segments(1));
    expect(window.preloadHint).toBe(`${show.profile.namePrefix}-p1.0.m4s`);
    expect(window.isHinted(1, 0)).toBe(true);
    expect(window.isHinted(1, 1)).toBe(false);
    window.end();
    expect(window.preloadHint).toBeUndefined();
    expect(window.isHinted(1, 0)).toBe(false);
  });
});

describe('runs', () => {
  it('a new run is a discontinuity, the first of a recording is none', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.segments(2), show.run('slate'), ...show.segments(1), show.run(), ...show.segments(1)]);
    expect(window.segments.map((segment) => [segment.isDiscontinuity, segment.discontinuitySequence, segment.mapUri])).toEqual([
      [false, 0, `${show.profile.namePrefix}-i0.mp4`],
      [false, 0, `${show.profile.namePrefix}-i0.mp4`],
      [true, 1, `${show.profile.namePrefix}-i1.mp4`],
      [true, 2, `${show.profile.namePrefix}-i2.mp4`],
    ]);
    expect(window.init(`${show.profile.namePrefix}-i1.mp4`)).toEqual(Buffer.from('init 1 of source'));
  });

  it('a segment that its encoder left open is closed by the next run', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.part(), ...show.part()]);
    const { version } = window;
    window.startRun(show.run('restart', 1), false);
    expect(window.version).toBeGreaterThan(version);
    expect(window.segmentBytes(0)).toHaveLength(1_200);
    expect(window.preloadHint).toContain('-p1.0.');
  });

  it('a late follower that begins with a later run: a run that is not the recording’s first is a discontinuity', () => {
    const show = newShow({ firstRun: 4, firstMsn: 90, discontinuitySequence: 3 });
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.segments(2)], 0);
    expect(window.segments.map((segment) => segment.isDiscontinuity)).toEqual([true, false]);
  });

  it('an init section goes when the last segment that needs it has gone', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.segments(3), show.run('slate'), ...show.segments(60)]);
    expect(window.init(`${show.profile.namePrefix}-i0.mp4`)).toBeUndefined();
    expect(window.init(`${show.profile.namePrefix}-i1.mp4`)).toBeDefined();
  });
});

describe('holes', () => {
  it('a part that was missed makes its segment a gap as long as it was, and the numbers go on', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.segments(1), ...show.part()]);
    show.part();
    feed(window, [...show.segments(1), ...show.segments(1)]);
    expect(numbers(window)).toEqual([0, 1, 2]);
    expect(gaps(window)).toEqual([1]);
    expect(window.segments[1]?.durationTicks).toBe(180_000);
    expect(window.segmentBytes(1)).toBeUndefined();
    expect(window.segmentBytes(2)).toHaveLength(3_600);
  });

  it('whole segments that were missed become gaps that cover their time', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.segments(1)]);
    show.segments(3);
    feed(window, show.segments(1));
    expect(gaps(window)).toEqual([1, 2, 3]);
    expect(window.segments.map((segment) => segment.durationTicks)).toEqual([180_000, 180_000, 180_000, 180_000, 180_000]);
  });

  it('numbers that a restart has left out become gaps, before the discontinuity', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.segments(2)]);
    show.pass(3_000);
    feed(window, [show.run('restart', 3), ...show.segments(1)]);
    expect(numbers(window)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(gaps(window)).toEqual([2, 3, 4]);
    expect(window.segments.map((segment) => segment.durationTicks)).toEqual([180_000, 180_000, 90_000, 90_000, 90_000, 180_000]);
    expect(window.segments.map((segment) => segment.isDiscontinuity)).toEqual([false, false, false, false, false, true]);
  });

  it('a gap is never longer than TARGETDURATION, however long nothing came', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.segments(1)]);
    show.pass(60_000);
    feed(window, [show.run('restart', 2), ...show.segments(1)]);
    expect(window.segments.slice(1, 3).map((segment) => segment.durationTicks)).toEqual([180_000, 180_000]);
  });

  it('a run that was missed as a whole still counts: every step of the discontinuity sequence is a tag', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.segments(1)]);
    show.run('slate');
    show.segments(2);
    feed(window, [show.run(), ...show.segments(1)]);
    expect(window.segments.map((segment) => segment.discontinuitySequence)).toEqual([0, 0, 1, 2]);
    expect(window.segments.map((segment) => segment.isDiscontinuity)).toEqual([false, false, true, true]);
    expect(gaps(window)).toEqual([1, 2]);
  });

  it('a hole too large to fill begins the window anew, with higher numbers', () => {
    const show = newShow();
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.segments(3), show.run('restart', 1_000), ...show.segments(2)]);
    expect(numbers(window)).toEqual([1_003, 1_004]);
    expect(window.segments[0]?.isDiscontinuity).toBe(true);
    expect(window.segmentBytes(1)).toBeUndefined();
  });
});

describe('what the renditions really take', () => {
  it('is measured over the segments of the run', () => {
    const show = newShow({ partBytes: 50_000 });
    const window = new RenditionWindow(SOURCE, show.profile);
    feed(window, [show.run(), ...show.part()]);
    expect(window.measured).toEqual({ peakBps: 0, averageBps: 0 });
    feed(window, show.segments(3));
    // 50,000 bytes in a third of a second
    expect(window.measured).toEqual({ peakBps: 1_200_000, averageBps: 1_200_000 });
    feed(window, [show.run('slate')]);
    expect(window.measured.peakBps).toBe(0);
  });
});
