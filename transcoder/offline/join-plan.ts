/** A picture, in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** How runs of different encoders become one picture. */
export interface JoinPlan {
  readonly size: PictureSize;
  /** Which runs have another size and are fitted into it, with bars where the shape differs. */
  readonly scaled: readonly number[];
}

const even = (pixels: number): number => pixels + (pixels % 2);

/** The largest run gives the size: nothing that was recorded loses detail. @param runs at least one. */
export function joinPlan(runs: readonly PictureSize[]): JoinPlan {
  const largest = runs.reduce((most, run) => (run.width * run.height > most.width * most.height ? run : most), { width: 0, height: 0 });
  const size = { width: even(largest.width), height: even(largest.height) };
  const scaled = runs.flatMap(({ width, height }, index) => (width === size.width && height === size.height ? [] : [index]));
  return { size, scaled };
}
