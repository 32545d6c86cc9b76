/** Real Chromium in front of the studio. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One browser a test file. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args: ARGS });
}

export interface Visitor extends AsyncDisposable {
  readonly page: Page;
}

interface VisitOptions {
  readonly locale?: string;
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
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog of the browser: ${dialog.message()}`);
    void dialog.accept();
  });
  page.on('console', (message) => {
    const isOurs = message.type() === 'error' && !message.text().startsWith('Failed to load resource');
    if (isOurs) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(url).origin && protocol !== 'blob:' && protocol !== 'data:') strangers.push(request.url());
  });
  await page.goto(url);
  return {
    page,
    [Symbol.asyncDispose]: async () => {
      await context.close();
      expect(strangers, 'requests to other origins').toEqual([]);
      expect(
        complaints.filter((text) => options.mayComplain?.test(text) !== true),
        'what the page complained about',
      ).toEqual([]);
    },
  };
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly string[];
}

/** What axe objects to, in the theme that is on. */
async function violations(page: Page): Promise<readonly Violation[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
    };
    const found = await axe.run({ resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => `${html}: ${failureSummary}`) }));
  });
}

/** Axe objects to nothing in either theme and direction, and nothing sticks out of a narrow window. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const before = await page.evaluate(() => ({
    theme: document.documentElement.dataset['theme'] ?? 'dark',
    dir: document.documentElement.dir,
  }));
  for (const theme of ['light', 'dark']) {
    for (const dir of ['rtl', 'ltr']) {
      await page.evaluate(
        ([theme = '', dir = '']) => {
          document.documentElement.dataset['theme'] = theme;
          document.documentElement.dir = dir;
        },
        [theme, dir],
      );
      expect(await violations(page), `${what}, ${theme}, ${dir}`).toEqual([]);
    }
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
