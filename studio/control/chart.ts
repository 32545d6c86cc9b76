/** Draws a line over time. Fetched when there is one to draw. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartTexts } from './chart-texts.ts';

/** The shortest time that is drawn. */
const SPAN_SECONDS = 60;

/** Between two marks, where there is nothing but whole numbers. */
const WHOLE_STEPS = [1, 2, 5].flatMap((step) => [step, step * 10, step * 100, step * 1_000, step * 10_000]).toSorted((a, b) => a - b);

interface ChartLook {
  readonly texts: ChartTexts;
  /** People come whole. */
  readonly isWhole: boolean;
}

/** @param columns seconds, and values. @returns the drawing: `setData`, `setSize`, `destroy`. Time goes from left to right in every language, as on a clock face. */
export function drawChart(box: HTMLElement, columns: [number[], (number | null)[]], { texts, isWhole }: ChartLook): uPlot {
  // asked at each drawing: the theme may be another one by then
  const stroke = (): string => getComputedStyle(box).color;
  const font = `11px ${getComputedStyle(box).fontFamily}`;
  const axis = { stroke, grid: { stroke, width: 0.15 }, ticks: { show: false }, font };
  return new uPlot(
    {
      width: Math.max(60, box.clientWidth),
      height: Math.max(40, box.clientHeight),
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { range: spanOf },
        y: { range: (_, __, max) => [0, Math.max(1, (max ?? 0) * 1.1)] },
      },
      axes: [
        { ...axis, space: 80, size: 22, values: (_, splits, __, ___, every) => splits.map((at) => texts.time(at, every)) },
        {
          ...axis,
          ...(isWhole ? { incrs: WHOLE_STEPS } : {}),
          size: (_, values) => 14 + 7 * Math.max(2, ...(values ?? []).map(({ length }) => length)),
          values: (_, splits, __, ___, every) => splits.map((value) => texts.value(value, every)),
        },
      ],
      series: [{}, { stroke, width: 2, points: { show: false } }],
    },
    columns,
    box,
  );
}

/** What is drawn of time; uPlot gives null where nothing is known yet. */
function spanOf(_: uPlot, first: number | null, last: number | null): [number, number] {
  const end = last ?? Date.now() / 1_000;
  return [Math.min(first ?? end, end - SPAN_SECONDS), end];
}
