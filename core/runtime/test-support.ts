/** A limit ends a test whose condition never comes; it judges no speed. A machine that others use too may need so many times as long. */
const SLACK = 2;

/** Waits for a condition instead of for a time. @throws Error when it did not come true `within` ms of a calm machine. */
export async function waitUntil<T>(
  condition: () => T | Promise<T>,
  options: { within: number; every?: number; what?: string },
): Promise<NonNullable<T>> {
  const deadline = performance.now() + options.within * SLACK;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`not within ${options.within * SLACK} ms: ${options.what ?? condition.toString()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, options.every ?? 10);
    });
  }
}

/** A small seeded generator (mulberry32): the same seed gives the same walk. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
