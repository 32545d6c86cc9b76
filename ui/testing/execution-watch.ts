/** Sees whether anything that somebody wrote has become more than text in a page of a real browser. */
import type { Page } from 'playwright-core';

interface Watched {
  /** What the page tried: dialogs, and what its policy stopped. */
  plantedTries?: string[];
}

/** Runs in the page before anything of ours (`before` of a viewer and a visitor). */
export function noteExecutions(): void {
  const tries: string[] = [];
  (globalThis as Watched).plantedTries = tries;
  addEventListener('securitypolicyviolation', (event) =>
    tries.push(`stopped by ${event.violatedDirective}: ${event.blockedURI} ${event.sample}`),
  );
  for (const name of ['alert', 'confirm', 'prompt', 'print'] as const)
    Object.defineProperty(globalThis, name, { value: () => tries.push(`${name}()`) });
}

/** @returns what of the planted texts has run, tried to run or become an element, in words; nothing when all of it is text. @throws where nobody watches. */
export function executionsIn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { plantedTries } = globalThis as Watched;
    if (plantedTries === undefined) throw new Error('noteExecutions does not run in this page');
    const found = [...plantedTries];
    if ('pwned' in globalThis) found.push('a script of somebody else has run');
    const isOurs = (address: string): boolean =>
      ['http:', 'https:', 'mailto:', 'blob:'].includes(URL.parse(address, location.href)?.protocol ?? '');
    for (const element of document.querySelectorAll('*')) {
      if (element.hasAttribute('data-planted')) found.push(`an element out of a text: ${element.outerHTML.slice(0, 100)}`);
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) found.push(`a handler in an attribute: ${name}=${value}`);
        if (
          ['href', 'src', 'action', 'formaction', 'data', 'srcdoc', 'xlink:href'].includes(name) &&
          !isOurs(value) &&
          !value.startsWith('data:image/') &&
          value !== 'data:,'
        )
          found.push(`an address that is none of ours: ${element.localName} ${name}=${value}`);
      }
    }
    return found;
  });
}

/** What the page shows or holds in its fields, for whether a text has come there at all. */
export function shownTexts(page: Page): Promise<string> {
  return page.evaluate(() =>
    [
      document.body.textContent,
      ...Array.from(document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea'), ({ value }) => value),
    ].join('\n'),
  );
}
