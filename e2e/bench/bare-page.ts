/** A page that nobody looks into but the bench, and only when it asks: an inspector that is told of every request and frame costs the page's main thread. */
import type { Browser, CDPSession } from 'playwright-core';

/** Talks to one page in the words of the Chrome DevTools Protocol. */
export interface BarePage {
  readonly send: CDPSession['send'];
  /** @returns what the expression is worth, as JSON. */
  evaluate<T>(expression: string): Promise<T>;
}

interface Opening {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** Runs before anything of the page does. */
  readonly first: string;
}

/** In a window of its own. @throws Error when the browser refuses. */
export async function openBarePage(browser: Browser, { url, width, height, first }: Opening): Promise<BarePage> {
  const cdp = await browser.newBrowserCDPSession();
  const { targetId } = await cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true });
  // not flattened: whoever listens to the browser is not told of this session, and does not look in
  const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, (answer: Answer) => void>();
  cdp.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message) as Answer;
    waiting.get(answer.id ?? 0)?.(answer);
    waiting.delete(answer.id ?? 0);
  });
  let sent = 0;
  const ask = async (method: string, params: object = {}): Promise<unknown> => {
    sent += 1;
    const id = sent;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    waiting.set(id, resolve);
    await cdp.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
    const { result, error } = await promise;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  const send = ask as CDPSession['send'];
  const evaluate = async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${exceptionDetails.text}`);
    return result.value as T;
  };
  await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  // without it the browser forgets the script
  await send('Page.enable');
  await send('Page.addScriptToEvaluateOnNewDocument', { source: first });
  await send('Page.navigate', { url });
  return { send, evaluate };
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
