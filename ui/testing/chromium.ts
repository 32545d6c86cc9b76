/** Real Chromium in front of a page, for the tests of every page. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long a test waits for what a page is to show, ms; a machine that stands still for a while fails none. */
export const PATIENCE_MS = 60_000;

/** Nothing of it asks the network by itself. `more`: further words for its command line. */
export function launchChromium(...more: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args: [...ARGS, ...more] });
}

/** What is missing in a Content-Security-Policy for a page into which no text of anybody can bring code; undefined: nothing. */
function weaknessOf(policy: string | undefined): string | undefined {
  if (policy === undefined) return 'no policy at all';
  const weak = /unsafe-[a-z-]+|https?:|[ ;]\*/.exec(policy)?.[0];
  if (weak !== undefined) return `${weak} in ${policy}`;
  const missing = ["default-src 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'", "base-uri 'none'"];
  return missing.find((directive) => !policy.includes(directive));
}

/** What a page should not have done. */
export interface Misdeeds {
  /** Something else that a page should not do. */
  note(text: string): void;
  /** @throws when it came without a strict policy, asked another origin or complained about something that it may not complain about. */
  expectNone(): void;
}

/**
 * Notes from now on under which policy the page comes, what it asks of other origins than that of `url`, and what it complains about.
 *
 * @param mayComplain what it is expected to say on the console; an error that nobody caught is never expected.
 */
export function watchOver(page: Page, url: string, mayComplain?: RegExp): Misdeeds {
  const errors: string[] = [];
  const complaints: string[] = [];
  const strangers: string[] = [];
  const weaknesses: string[] = [];
  // what is no Error has neither a name nor a stack
  page.on('pageerror', (error) => errors.push(`${error.name} ${error.message} ${error.stack ?? ''}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(url).origin && protocol !== 'blob:' && protocol !== 'data:') strangers.push(request.url());
  });
  page.on('response', (response) => {
    const isPage = response.request().isNavigationRequest() && response.frame() === page.mainFrame() && response.ok();
    const weakness = isPage ? weaknessOf(response.headers()['content-security-policy']) : undefined;
    if (weakness !== undefined) weaknesses.push(weakness);
  });
  return {
    note: (text) => void complaints.push(text),
    expectNone: () => {
      expect(weaknesses, 'the policy under which the page came').toEqual([]);
      expect(strangers, 'requests to other origins').toEqual([]);
      expect([...errors, ...complaints.filter((text) => mayComplain?.test(text) !== true)], 'what the page complained about').toEqual([]);
    },
  };
}
