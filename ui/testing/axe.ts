/** Axe in a page that is open: what those who hear it, or use it by keyboard, would stumble over. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules of WCAG 2.2 AA, without what axe takes for good practice beside them. */
export const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] as const;

interface AxeOptions {
  /** A selector; absent: the whole page. */
  readonly within?: string;
  /** Tags of rules; absent: all rules. */
  readonly only?: readonly string[];
}

interface Found {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** @returns a line for each rule that is broken, with what breaks it. What runs in the page is text, so that tests without a DOM of their own can ask too. */
export async function violations(page: Page, { within, only }: AxeOptions = {}): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(AXE);
  const where = within === undefined ? 'document' : JSON.stringify(within);
  const options = JSON.stringify({ resultTypes: ['violations'], ...(only === undefined ? {} : { runOnly: only }) });
  const found = await page.evaluate<readonly Found[]>(`axe.run(${where}, ${options}).then(({ violations }) =>
    violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))`);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}: ${failureSummary}`).join(' ')}`);
}

/** By day from left to right, and by night from right to left: a colour does not depend on the direction, nor a direction on the colours. */
const LOOKS = [
  ['light', 'ltr'],
  ['dark', 'rtl'],
] as const;

/** The same in both themes and both directions of a page that has the theme of its browser; when nothing moves any more. */
export async function violationsInEveryLook(page: Page, options: AxeOptions = {}): Promise<readonly string[]> {
  const before = await page.evaluate<string>('document.documentElement.dir');
  const all: string[] = [];
  for (const [colorScheme, dir] of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(`document.documentElement.dir = ${JSON.stringify(dir)}`);
    await page.evaluate(
      `document.getAnimations().forEach((one) => one.effect?.getComputedTiming().iterations !== Infinity && one.finish())`,
    );
    all.push(...(await violations(page, options)).map((line) => `${colorScheme}, ${dir}: ${line}`));
  }
  await page.emulateMedia({ colorScheme: null });
  await page.evaluate(`document.documentElement.dir = ${JSON.stringify(before)}`);
  return all;
}
