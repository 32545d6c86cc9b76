/** Real Chromium in front of the studio. */
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from '../../ui/testing/axe.ts';
import { launchChromium, PATIENCE_MS, watchOver } from '../../ui/testing/chromium.ts';

/** One browser a test file. */
export const openBrowser = (): Promise<Browser> => launchChromium();

export interface Visitor extends AsyncDisposable {
  readonly page: Page;
}

interface VisitOptions {
  readonly locale?: string;
  /** Runs in the page before anything of ours. */
  readonly before?: () => void;
  /** What the page is expected to complain about. */
  readonly mayComplain?: RegExp;
}

/** Opens a page of the studio. When it is disposed of, it must have loaded nothing from elsewhere and complained about nothing. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    locale: options.locale ?? 'en-GB',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  if (options.before !== undefined) await context.addInitScript(options.before);
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const misdeeds = watchOver(page, url, options.mayComplain);
  page.on('dialog', (dialog) => {
    misdeeds.note(`a dialog of the browser: ${dialog.message()}`);
    void dialog.accept();
  });
  await page.goto(url);
  return {
    page,
    [Symbol.asyncDispose]: async () => {
      await context.close();
      misdeeds.expectNone();
    },
  };
}

/** Axe objects to nothing in either theme and direction, and nothing sticks out of a narrow window. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const before = await page.evaluate(() => ({
    theme: document.documentElement.dataset['theme'] ?? 'dark',
    dir: document.documentElement.dir,
  }));
  // a colour does not depend on the direction, nor a direction on the colours
  for (const [theme, dir] of [
    ['light', 'rtl'],
    ['dark', 'ltr'],
  ] as const) {
    await page.evaluate(
      ([theme = '', dir = '']) => {
        document.documentElement.dataset['theme'] = theme;
        document.documentElement.dir = dir;
      },
      [theme, dir],
    );
    expect(await violations(page), `${what}, ${theme}, ${dir}`).toEqual([]);
  }
  const size = page.viewportSize();
  for (const dir of ['rtl', 'ltr']) {
    await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
    await page.setViewportSize({ width: 320, height: 700 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `${what}: the width of the page in a window of 320, ${dir}`).toBeLessThanOrEqual(320);
  }
  if (size !== null) await page.setViewportSize(size);
  await page.evaluate(({ dir, theme }) => {
    document.documentElement.dir = dir;
    document.documentElement.dataset['theme'] = theme;
  }, before);
}
