/** Where the lines of a chart go, in a field of 100 by 100. Pure. */

export interface Curve {
  /** SVG paths: the line, and the field below it. */
  readonly line: string;
  readonly field: string;
  /** What stands beside the chart, from the bottom to the top. */
  readonly ticks: readonly number[];
}

/** @param values one for each step, the first at the left. */
export function curveOf(values: readonly number[]): Curve {
  const ticks = ticksTo(Math.max(0, ...values));
  const top = ticks.at(-1) ?? 1;
  const xOf = (step: number): string => ((step / Math.max(1, values.length)) * 100).toFixed(2);
  const yOf = (value: number): string => (100 - (value / top) * 100).toFixed(2);
  // a number holds for its whole step
  const line = values.map((value, step) => `${step === 0 ? 'M' : 'L'}${xOf(step)} ${yOf(value)}H${xOf(step + 1)}`).join('');
  return { line, field: line === '' ? '' : `${line}V100H0Z`, ticks };
}

/** Whole numbers, evenly, from nought to what is above the greatest. */
export function ticksTo(greatest: number): readonly number[] {
  const rough = Math.max(1, greatest / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power);
  return Array.from({ length: Math.max(1, Math.ceil(greatest / step)) + 1 }, (_, index) => index * step);
}

/** Which steps have their time written below: at most `most`, evenly, the first among them. */
export function marksOf(steps: number, most: number): readonly number[] {
  const every = Math.max(1, Math.ceil(steps / most));
  return Array.from({ length: Math.ceil(steps / every) }, (_, index) => index * every);
}
