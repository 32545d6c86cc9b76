/**
 * Wall-clock milliseconds as black and white blocks in the picture: painted before the encoder, read back from a `<video>` by canvas.
 * What lies between the two is glass-to-glass latency. Pure; used by both sides.
 */

/** The low bits of Unix ms: they repeat after 12 days. */
export const TIMECODE_BITS = 30;
/** Blocks of parity behind the time: bits 0, 4, 8 … of the time xor-ed into the first one, and so on. */
export const PARITY_BITS = 4;

/** Where the blocks are in a picture of 1280 x 720, in pixels; scale for other sizes. */
export const TIMECODE_LAYOUT = { width: 1280, height: 720, left: 96, top: 640, block: 32 } as const;

/** The blocks, true for white, left to right. */
export function encodeTimecode(unixMs: number): boolean[] {
  const value = Math.floor(unixMs) % 2 ** TIMECODE_BITS;
  const bits = Array.from({ length: TIMECODE_BITS }, (_, index) => Math.floor(value / 2 ** index) % 2 === 1);
  const parity = Array.from(
    { length: PARITY_BITS },
    (_, group) => bits.filter((bit, index) => bit && index % PARITY_BITS === group).length % 2 === 1,
  );
  return [...bits, ...parity];
}

/** @returns Unix ms, taken to be within six days of `nearMs`; undefined when the parity says that the blocks were misread. */
export function decodeTimecode(blocks: readonly boolean[], nearMs: number): number | undefined {
  if (blocks.length !== TIMECODE_BITS + PARITY_BITS) return undefined;
  const bits = blocks.slice(0, TIMECODE_BITS);
  const parity = blocks.slice(TIMECODE_BITS);
  const isIntact = parity.every(
    (bit, group) => (bits.filter((one, index) => one && index % PARITY_BITS === group).length % 2 === 1) === bit,
  );
  if (!isIntact) return undefined;
  const value = bits.reduce((sum, bit, index) => sum + (bit ? 2 ** index : 0), 0);
  const period = 2 ** TIMECODE_BITS;
  return value + Math.round((nearMs - value) / period) * period;
}
