/** Draws a line over time. Fetched when there is one to draw. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** The shortest time that is drawn. */
const SPAN_SECONDS = 60;

/** @param columns seconds, and values. @returns the drawing: `setData`, `setSize`, `destroy`. */
export function drawChart(box: HTMLElement, columns: [number[], (number | null)[]]): uPlot {
  // asked at each drawing: the theme may be another one by then
  const stroke = (): string => getComputedStyle(box).color;
  const axis = { stroke, grid: { stroke, width: 0.15 }, ticks: { show: false }, font: '11px sans-serif' };
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
        { ...axis, space: 70, size: 22 },
        { ...axis, size: 34 },
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
