import { expect } from 'vitest';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { PATIENCE_MS } from '../../ui/testing/chromium.ts';
import type { BidiLine } from './bidi-line.ts';

/** WebDriver's own names of keys that write nothing (https://www.w3.org/TR/webdriver2/#keyboard-actions). */
const KEYS = { Enter: '\uE007', Tab: '\uE004', Escape: '\uE00C', Space: ' ' } as const;
/** Keeps what the page's policy had to refuse. */
const WATCH_POLICY = `() => {
  window.refusedByPolicy = [];
  addEventListener('securitypolicyviolation', (event) => window.refusedByPolicy.push(event.effectiveDirective + ' ' + event.blockedURI));
}`;

type Evaluated =
  | { readonly type: 'success'; readonly result: { readonly type: string; readonly value?: string } }
  | { readonly type: 'exception'; readonly exceptionDetails: { readonly text: string } };

interface LogEntry {
  readonly level: string;
  readonly text: string | null;
  readonly source: { readonly context?: string };
}

interface RequestSent {
  readonly context: string | null;
  readonly request: { readonly url: string };
}

/** A page in Firefox: what a person does in it, and what it should not have done. */
export class FirefoxPage {
  readonly #line: BidiLine;
  readonly #context: string;
  readonly #complaints: string[] = [];
  readonly #strangers: string[] = [];

  private constructor(line: BidiLine, context: string, origin: string) {
    this.#line = line;
    this.#context = context;
    line.on('log.entryAdded', ({ level, text, source }: LogEntry) => {
      if (source.context === context && level === 'error') this.#complaints.push(text ?? '');
    });
    line.on('network.beforeRequestSent', (sent: RequestSent) => {
      const url = new URL(sent.request.url);
      if (sent.context === context && /^(?:http|ws)s?:$/.test(url.protocol) && url.host !== new URL(origin).host)
        this.#strangers.push(url.href);
    });
  }

  static async open(line: BidiLine, url: string, viewport: { readonly width: number; readonly height: number }): Promise<FirefoxPage> {
    const { userContext } = await line.send<{ userContext: string }>('browser.createUserContext');
    const { context } = await line.send<{ context: string }>('browsingContext.create', { type: 'tab', userContext });
    const page = new FirefoxPage(line, context, url);
    await line.send('browsingContext.setViewport', { context, viewport });
    await line.send('script.addPreloadScript', { functionDeclaration: WATCH_POLICY, contexts: [context] });
    await line.send('browsingContext.navigate', { context, url, wait: 'interactive' });
    return page;
  }

  /** @param expression JavaScript whose value JSON can hold. @throws Error when it throws there. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.#line.send<Evaluated>('script.evaluate', {
      expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`,
      target: { context: this.#context },
      awaitPromise: true,
    });
    if (answer.type === 'exception') throw new Error(`${expression}: ${answer.exceptionDetails.text}`);
    return JSON.parse(answer.result.value ?? 'null') as T;
  }

  /** Waits until an expression is something. */
  until<T>(expression: string, what: string): Promise<T> {
    return waitUntil(
      async () => {
        const value = await this.evaluate<T>(expression);
        return value === null || value === false ? undefined : value;
      },
      { within: PATIENCE_MS, every: 100, what },
    );
  }

  /** Waits until there is such an element with this text in it. */
  async untilText(selector: string, text: string): Promise<void> {
    const isThere = `[...document.querySelectorAll(${quoted(selector)})].some((one) => one.textContent.includes(${quoted(text)}))`;
    await this.until(isThere, `${text} in ${selector}`);
  }

  /** Presses the mouse in the middle of an element, when it can be pressed. */
  async click(selector: string): Promise<void> {
    await this.until(`(${found(selector)})?.matches(':not(:disabled)')`, selector);
    const [x, y] = await this.evaluate<[number, number]>(`(() => {
      const { left, top, width, height } = (${found(selector)}).getBoundingClientRect();
      return [Math.round(left + width / 2), Math.round(top + height / 2)];
    })()`);
    const actions = [
      { type: 'pointerMove', x, y },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.#perform({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions });
  }

  /** Writes into whatever has the focus. */
  async type(text: string): Promise<void> {
    await this.#keys(Array.from(text));
  }

  async press(key: keyof typeof KEYS): Promise<void> {
    await this.#keys([KEYS[key]]);
  }

  /** @returns a PNG of what is seen. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.#line.send<{ data: string }>('browsingContext.captureScreenshot', { context: this.#context });
    return Buffer.from(data, 'base64');
  }

  /** @throws when it complained, asked another origin, or did what its policy does not allow. */
  async expectNoMisdeeds(): Promise<void> {
    expect(this.#strangers, 'requests to other origins').toEqual([]);
    expect(this.#complaints, 'what the page complained about').toEqual([]);
    expect(await this.evaluate('window.refusedByPolicy'), 'what its policy refused').toEqual([]);
  }

  #keys(keys: readonly string[]): Promise<void> {
    const actions = keys.flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    return this.#perform({ type: 'key', id: 'keyboard', actions });
  }

  async #perform(source: object): Promise<void> {
    await this.#line.send('input.performActions', { context: this.#context, actions: [source] });
  }
}

const quoted = (text: string): string => JSON.stringify(text);
const found = (selector: string): string => `document.querySelector(${quoted(selector)})`;
