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

/** @returns a line for each rule that is broken, with what breaks it. */
export async function violations(page: Page, { within, only }: AxeOptions = {}): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const found = await page.evaluate(
    async ([selector, tags]) => {
      const { axe } = window as unknown as {
        axe: { run(where: string | Document, options: object): Promise<{ violations: readonly Found[] }> };
      };
      const options = { resultTypes: ['violations'], ...(tags === undefined ? {} : { runOnly: tags }) };
      return (await axe.run(selector ?? document, options)).violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ html, failureSummary }) => `${html}: ${failureSummary}`),
      }));
    },
    [within, only] as const,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.join(' ')}`);
}
