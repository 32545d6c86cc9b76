import { expect } from 'vitest';
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { GlassSample, Snapshot, Viewer } from './viewer.ts';

/** What must be true of a viewer after any fault: no fatal error, no reload, numbers that never go down, and the picture moves. */
export async function expectUnharmed(viewer: Viewer, before: Snapshot): Promise<void> {
  const now = await viewer.snapshot();
  expect(now.loadedAtMs, 'the page was reloaded').toBe(before.loadedAtMs);
  expect(now.fatalErrors, `fatal player errors (${now.lastError})`).toBe(0);
  expect(viewer.complaints, 'what the page complained about').toEqual([]);
  for (const [rendition, sequence] of viewer.sequences) {
    const steps = sequence.slice(1).map((msn, index) => msn - (sequence[index] ?? 0));
    expect(Math.min(0, ...steps), `media sequence of ${rendition} went down`).toBe(0);
  }
  await untilMoving(viewer);
}

/** Waits until thirty new frames were presented. */
export async function untilMoving(viewer: Viewer, withinMs = 15_000): Promise<void> {
  const { frames } = await viewer.snapshot();
  await waitUntil(async () => (await viewer.snapshot()).frames >= frames + 30, {
    within: withinMs,
    every: 50,
    what: 'a picture that moves',
  });
}

/** The first frame presented after `sinceMs` for which `isIt`; everything seen on the way is given too. */
export async function untilFrame(
  viewer: Viewer,
  isIt: (sample: GlassSample) => boolean,
  withinMs: number,
  what: string,
): Promise<{ readonly found: GlassSample; readonly seen: readonly GlassSample[] }> {
  const seen: GlassSample[] = [];
  const found = await waitUntil(
    async () => {
      seen.push(...(await viewer.takeGlass()));
      return seen.find(isIt);
    },
    { within: withinMs, every: 100, what },
  );
  return { found, seen };
}

/** A frame of the stage carries a time code; one of the slate does not. */
export const isStage = (sample: GlassSample): boolean => sample.latencyMs !== undefined;
export const isSlate = (sample: GlassSample): boolean => sample.latencyMs === undefined;

/** The longest time between two presented frames, ms. */
export function longestGap(samples: readonly GlassSample[]): number {
  return Math.max(0, ...samples.slice(1).map((sample, index) => sample.atMs - (samples[index]?.atMs ?? sample.atMs)));
}
