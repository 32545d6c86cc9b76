/** What a page costs the browser that shows it, by the browser's own count (CDP, domains Performance and HeapProfiler). */
import type { CDPSession, Page } from 'playwright-core';

/** What is held at one moment, after garbage was collected. */
export interface Held {
  readonly heapMib: number;
  readonly nodes: number;
  readonly listeners: number;
}

export interface PageMeter {
  /** The processor of the page is so many times slower from now on; 1: as it is. */
  slowDown(times: number): Promise<void>;
  /** Share of the time until `act` is done in which the main thread had something to do, 0-1. Whatever slows it down counts. */
  busyDuring(act: () => Promise<void>): Promise<number>;
  held(): Promise<Held>;
}

/** Of this page's own renderer alone. */
export async function meterOf(page: Page): Promise<PageMeter> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const figure = async (name: string): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  };
  return {
    slowDown: async (times) => {
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: times });
    },
    busyDuring: async (act) => {
      const before = await figure('TaskDuration');
      const startMs = performance.now();
      await act();
      const after = await figure('TaskDuration');
      return (after - before) / ((performance.now() - startMs) / 1000);
    },
    held: async () => {
      await cdp.send('HeapProfiler.collectGarbage');
      return {
        heapMib: (await figure('JSHeapUsedSize')) / 2 ** 20,
        nodes: await figure('Nodes'),
        listeners: await figure('JSEventListeners'),
      };
    },
  };
}
