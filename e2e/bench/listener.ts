import type { Browser } from 'playwright-core';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { openBarePage } from './bare-page.ts';
import { meterOf, type PageMeter } from './page-meter.ts';

/** Somebody who watches and reads, and does nothing else. */
export interface Listener {
  readonly meter: PageMeter;
  /** @returns how many messages came to the page since it was asked last. */
  readonly heard: () => Promise<number>;
  /** Lines of the chat that are in the page. */
  readonly shownLines: () => Promise<number>;
}

/** Keeps what comes over sockets as it is, to be counted when that disturbs nothing. */
const KEEP_FRAMES = `
  globalThis.benchFrames = [];
  globalThis.WebSocket = class extends WebSocket {
    constructor(...how) {
      super(...how);
      this.addEventListener('message', ({ data }) => benchFrames.push(data));
    }
  };`;
const COUNT_MESSAGES = `benchFrames.splice(0).map((text) => JSON.parse(text)).filter(({ t }) => t === 'batch')
  .reduce((sum, { entries = [] }) => sum + entries.filter(({ body }) => body.kind === 'message').length, 0)`;
// the page's own count is not asked: it counts frames from then on, which is not what a viewer has
const MOVES = "document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames > 30";
const LINES = "document.querySelectorAll('.room-lines > li').length";

/** A watch page with the room beside the picture. @throws when neither comes within 30 s. */
export async function openListener(browser: Browser, url: string): Promise<Listener> {
  const page = await openBarePage(browser, { url, width: 1280, height: 800, first: KEEP_FRAMES });
  const comes = (what: string, expression: string): Promise<unknown> =>
    waitUntil(() => page.evaluate<boolean>(expression), { within: 30_000, every: 250, what });
  await comes('a moving picture', `${MOVES} === true`);
  await comes('the room', `${LINES} > 0`);
  return {
    meter: await meterOf(page),
    heard: () => page.evaluate<number>(COUNT_MESSAGES),
    shownLines: () => page.evaluate<number>(LINES),
  };
}
