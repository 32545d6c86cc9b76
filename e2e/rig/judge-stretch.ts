import { expect } from 'vitest';
import type { Clapped } from './stretch.ts';
import { offsets } from './stretch.ts';

/** A frame of the picture and one of the sound: nobody sees less than twice that. */
const IN_SYNC_MS = 60;

/** The clapper decodes without a complaint, moves without a hole, and claps: at least twice, picture and sound together. */
export function expectInSync(stretch: Clapped, longestFrameMs = 100): void {
  expect(stretch.complaints, 'what the decoder complained about').toBe('');
  expect(stretch.longestFrameMs, 'longest frame').toBeLessThan(longestFrameMs);
  const claps = offsets(stretch);
  expect(claps.length, `claps (${stretch.flashesMs.length} flashes, ${stretch.beepsMs.length} beeps)`).toBeGreaterThanOrEqual(2);
  for (const offset of claps) expect(Math.abs(offset), 'sound after picture, ms').toBeLessThan(IN_SYNC_MS);
}
