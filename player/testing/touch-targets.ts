/** What a finger would miss, for the player's own tests. */
import type { Page } from 'playwright-core';

/** @returns the names of the controls that are seen and smaller than 44 px one way or the other; what a control is enlarged by (`::after`) counts. */
export function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, summary, select, a, input[type=range], label:has(input)')].flatMap((one) => {
      const { width, height } = one.getBoundingClientRect();
      if (!one.checkVisibility({ visibilityProperty: true }) || width === 0 || one.closest('.unseen') !== null) return [];
      const { content, position, top, left } = getComputedStyle(one, '::after');
      const isLarger = content !== 'none' && position === 'absolute';
      const larger = (edge: string): number => (isLarger ? Math.max(0, -2 * Number.parseFloat(edge)) : 0);
      const [across, high] = [width + larger(left), height + larger(top)].map(Math.round) as [number, number];
      const name = `${one.localName}.${one.className} ${one.getAttribute('aria-label') ?? one.textContent.trim()}`;
      return across < 44 || high < 44 ? [`${name}: ${across} x ${high}`] : [];
    }),
  );
}
