import type { Browser } from 'playwright-core';
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { ServerFrame } from '../../core/contracts/room/frames.ts';
import { meterOf, type PageMeter } from './page-meter.ts';

/** Somebody who watches and reads, and does nothing else. */
export interface Listener {
  readonly meter: PageMeter;
  /** Messages that came to the page so far. */
  readonly heard: () => number;
  /** Lines of the chat that are in the page. */
  readonly shownLines: () => Promise<number>;
}

/** A watch page with the room beside the picture. @throws when neither comes within 30 s. */
export async function openListener(browser: Browser, url: string): Promise<Listener> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  let heard = 0;
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      const frame = JSON.parse(payload.toString()) as ServerFrame;
      if (frame.t === 'batch') heard += frame.entries.filter(({ body }) => body.kind === 'message').length;
    });
  });
  await page.goto(url);
  // the page itself is not asked: it counts frames from then on, which is not what a viewer has
  const moves = "document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames > 30";
  await waitUntil(() => page.evaluate<boolean>(moves), { within: 30_000, every: 250, what: 'a moving picture' });
  const lines = page.locator('.room-lines > li');
  await page.locator('.room-lines').waitFor();
  return { meter: await meterOf(page), heard: () => heard, shownLines: () => lines.count() };
}
