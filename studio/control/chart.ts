/** Draws a line over time. Fetched when there is one to draw. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** @param columns seconds, and values. @returns the drawing: `setData`, `setSize`, `destroy`. */
export function drawChart(box: HTMLElement, columns: [number[], (number | null)[]]): uPlot {
  const { color } = getComputedStyle(box);
  const axis = { stroke: color, grid: { stroke: color, width: 0.15 }, ticks: { show: false }, font: '11px sans-serif' };
  return new uPlot(
    {
      width: Math.max(60, box.clientWidth),
      height: Math.max(40, box.clientHeight),
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: (_, __, max) => [0, Math.max(1, (max ?? 0) * 1.1)] } },
      axes: [
        { ...axis, space: 70, size: 22 },
        { ...axis, size: 34 },
      ],
      series: [{}, { stroke: color, width: 2, points: { show: false } }],
    },
    columns,
    box,
  );
}
