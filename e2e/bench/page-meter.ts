/** What a page costs the browser that shows it, by the browser's own count (CDP, domains Performance and HeapProfiler). */
import type { BarePage } from './bare-page.ts';

/** What is held at one moment, after garbage was collected. */
export interface Held {
  readonly heapMib: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** Shares of a stretch of time, 0-1. */
export interface Busy {
  /** The main thread had begun something and not ended it. What others took from the processor meanwhile counts. */
  readonly wall: number;
  /** The main thread had the processor. */
  readonly processor: number;
}

export interface PageMeter {
  /** The processor of the page is so many times slower from now on; 1: as it is. */
  slowDown(times: number): Promise<void>;
  /** Until `act` is done. */
  busyDuring(act: () => Promise<void>): Promise<Busy>;
  held(): Promise<Held>;
}

/** Of this page's own renderer alone. */
export async function meterOf({ send }: BarePage): Promise<PageMeter> {
  await send('Performance.enable');
  const figures = async (): Promise<(name: string) => number> => {
    const { metrics } = await send('Performance.getMetrics');
    return (name) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  };
  return {
    slowDown: async (times) => {
      await send('Emulation.setCPUThrottlingRate', { rate: times });
    },
    busyDuring: async (act) => {
      const before = await figures();
      await act();
      const after = await figures();
      const grown = (name: string): number => after(name) - before(name);
      const seconds = grown('Timestamp');
      return { wall: grown('TaskDuration') / seconds, processor: grown('ThreadTime') / seconds };
    },
    held: async () => {
      await send('HeapProfiler.collectGarbage');
      const figure = await figures();
      return { heapMib: figure('JSHeapUsedSize') / 2 ** 20, nodes: figure('Nodes'), listeners: figure('JSEventListeners') };
    },
  };
}
