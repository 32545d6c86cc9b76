/** Real Chromium in front of a watch page, for the player's own tests. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { launchChromium, PATIENCE_MS, watchOver } from '../../ui/testing/chromium.ts';
import type { DebugSnapshot } from '../view/debug-handle.ts';

/** One browser a test file; every viewer has a context of its own in it. */
export async function openBrowser(autoplay: 'allowed' | 'refused' = 'allowed'): Promise<Browser> {
  const policy = autoplay === 'allowed' ? 'no-user-gesture-required' : 'document-user-activation-required';
  return launchChromium('--mute-audio', `--autoplay-policy=${policy}`);
}

export interface ViewerOptions {
  readonly locale?: string;
  readonly theme?: 'light' | 'dark';
  readonly contrast?: 'more';
  readonly forcedColors?: 'active';
  readonly motion?: 'reduce';
  readonly width?: number;
  readonly height?: number;
  /** Device pixels a CSS pixel; with half the size, 2 is a page at 200 % zoom. */
  readonly scale?: number;
  readonly touch?: boolean;
  /** Runs in the page before anything of ours: only to take something away that some browsers do not have. */
  readonly before?: () => void;
  /** What the page is expected to complain about; anything else fails the test. */
  readonly mayComplain?: RegExp;
}

export interface Viewer extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  snapshot(): Promise<DebugSnapshot>;
  /** Waits until that many more frames were presented. */
  untilMoving(frames?: number, withinMs?: number): Promise<DebugSnapshot>;
  until(what: string, isSo: (now: DebugSnapshot) => boolean, withinMs?: number): Promise<DebugSnapshot>;
}

/** Opens a watch page. When it is disposed of, it must have loaded nothing from elsewhere and complained about nothing. */
export async function watch(browser: Browser, url: string, options: ViewerOptions = {}): Promise<Viewer> {
  const context = await browser.newContext({
    locale: options.locale ?? 'en-GB',
    viewport: { width: options.width ?? 1000, height: options.height ?? 700 },
    deviceScaleFactor: options.scale ?? 1,
    colorScheme: options.theme ?? 'light',
    contrast: options.contrast ?? 'no-preference',
    forcedColors: options.forcedColors ?? 'none',
    reducedMotion: options.motion ?? 'no-preference',
    hasTouch: options.touch ?? false,
  });
  if (options.before !== undefined) await context.addInitScript(options.before);
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const misdeeds = watchOver(page, url, options.mayComplain);
  await page.goto(url);
  await page.waitForFunction(() => window.plenary !== undefined);

  const snapshot = async (): Promise<DebugSnapshot> => {
    const now = await page.evaluate(() => window.plenary?.snapshot());
    if (now === undefined) throw new Error('the page has no handle');
    return now;
  };
  const until: Viewer['until'] = async (what, isSo, withinMs = 15_000) => {
    let last: DebugSnapshot | undefined;
    try {
      return await waitUntil(
        async () => {
          last = await snapshot();
          return isSo(last) ? last : undefined;
        },
        { within: withinMs, every: 50, what },
      );
    } catch (error) {
      throw new Error(`${String(error)}; last seen ${JSON.stringify(last)}`, { cause: error });
    }
  };
  return {
    page,
    context,
    snapshot,
    until,
    untilMoving: async (frames = 10, withinMs = 20_000) => {
      const before = (await snapshot()).frames;
      return until(`${frames} more frames`, (now) => now.frames >= before + frames, withinMs);
    },
    [Symbol.asyncDispose]: async () => {
      await context.close();
      misdeeds.expectNone();
    },
  };
}
