import { batch } from '@preact/signals';

const acts = new Set<() => void>();
let clock: ReturnType<typeof setInterval> | undefined;

/**
 * Acts once a second, all that asked for it at the same moment: what a page changes together it lays out and paints once. From the first on the clock runs for as
 * long as the page.
 *
 * @param act a function of its own. @returns ends it.
 */
export function everySecond(act: () => void): () => void {
  acts.add(act);
  clock ??= setInterval(() => batch(() => acts.forEach((one) => one())), 1_000);
  return () => void acts.delete(act);
}
