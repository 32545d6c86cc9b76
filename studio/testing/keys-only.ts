/** Somebody who has a keyboard and nothing else: every control is reached by Tab and must be seen to have the focus before it is used. */
import type { Locator, Page } from 'playwright-core';
import { waitUntil } from '../../core/runtime/test-support.ts';

/** More stops than any page has. */
const MOST_STOPS = 150;

type Way = 'Tab' | 'Shift+Tab';

export class KeysOnly {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Goes on (or back) with Tab until the control has the focus, and sees it there. @throws Error when no Tab leads to it. */
  async reach(control: Locator, way: Way = 'Tab'): Promise<void> {
    await control.waitFor();
    for (let stops = 0; !(await hasFocus(control)); stops++) {
      if (stops === MOST_STOPS) throw new Error(`no ${way} leads to ${control.toString()}`);
      await this.#page.keyboard.press(way);
    }
    await waitUntil(() => isSeenFocused(control), { within: 10_000, every: 50, what: `the focus seen on ${control.toString()}` });
  }

  /** Reaches a control and presses a key on it. */
  async press(control: Locator, key = 'Enter', way?: Way): Promise<void> {
    await this.reach(control, way);
    await this.#page.keyboard.press(key);
  }

  /** Reaches a field and writes into it. */
  async write(field: Locator, text: string, way?: Way): Promise<void> {
    await this.reach(field, way);
    await this.#page.keyboard.type(text);
  }

  /** Keeps a key down on a control until something has come of it. */
  async hold(control: Locator, isDone: Locator, way?: Way): Promise<void> {
    await this.reach(control, way);
    await this.#page.keyboard.down('Enter');
    await isDone.waitFor();
    await this.#page.keyboard.up('Enter');
  }
}

const hasFocus = (control: Locator): Promise<boolean> => control.evaluate((element) => element === document.activeElement);

/** Whether the focus is marked with an outline, and the control stands in the window with nothing over it. */
function isSeenFocused(control: Locator): Promise<boolean> {
  return control.evaluate((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const at = document.elementFromPoint((left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
    const isInView = at !== null && (element.contains(at) || at.contains(element));
    return isInView && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
  });
}
