import type { Browser } from 'playwright-core';
import { waitUntil } from '../../core/runtime/test-support.ts';

/** Both in ms since the click. */
export interface ColdLoad {
  /** The first text or picture of any kind (paint timing, first-contentful-paint). */
  readonly paintMs: number;
  /** The first frame of the stage. */
  readonly frameMs: number;
}

/** Runs in the page before anything of its own: notes when the video presents a frame. */
const NOTE_FIRST_FRAME = `(() => {
  const watch = () => {
    const video = document.querySelector('video');
    if (video === null) setTimeout(watch, 10);
    else video.requestVideoFrameCallback((nowMs) => { window.firstFrameMs = nowMs; });
  };
  watch();
})()`;
const MEASURED = `(() => {
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  return paint && window.firstFrameMs && { paintMs: paint.startTime, frameMs: window.firstFrameMs };
})()`;

/** Opens a page as somebody does who has never been here: a context of its own, with an empty cache. @throws Error when there is no picture within 30 s. */
export async function loadCold(browser: Browser, url: string): Promise<ColdLoad> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(NOTE_FIRST_FRAME);
    await page.goto(url, { waitUntil: 'commit' });
    return await waitUntil(() => page.evaluate<ColdLoad | undefined>(MEASURED), { within: 30_000, every: 100, what: 'a first frame' });
  } finally {
    await context.close();
  }
}
