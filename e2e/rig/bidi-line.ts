/** A line to a browser that speaks WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/): commands, their answers, and events. */

interface Waiting {
  readonly done: (result: unknown) => void;
  readonly failed: (why: Error) => void;
}

/** What comes over the line: an answer has the id of its command, an event a name. */
interface Message {
  readonly type: 'success' | 'error' | 'event';
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
  readonly method?: string;
  readonly params?: unknown;
}

/** One connection with one session. */
export class BidiLine {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, ((params: never) => void)[]>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#take(JSON.parse(String(data)) as Message));
    socket.addEventListener('close', () => {
      for (const { failed } of this.#waiting.values()) failed(new Error('the browser has closed the line'));
      this.#waiting.clear();
    });
  }

  /** @param url `ws://…/session`. @throws Error when nobody answers there. */
  static async open(url: string): Promise<BidiLine> {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new Error(`no line to ${url}`)), { once: true });
    });
    return new BidiLine(socket);
  }

  /** @throws Error with what the browser says when it refuses. */
  async send<T>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((done, failed) => {
      this.#waiting.set(id, { done, failed });
    });
    this.#socket.send(JSON.stringify({ id, method, params }));
    return (await answer) as T;
  }

  /** Hears an event; the session has to be subscribed to it. */
  on(method: string, listener: (params: never) => void): void {
    this.#listeners.set(method, [...(this.#listeners.get(method) ?? []), listener]);
  }

  close(): void {
    this.#socket.close();
  }

  #take({ type, id, result, error, message, method, params }: Message): void {
    if (type === 'event') {
      for (const listener of this.#listeners.get(method ?? '') ?? []) listener(params as never);
      return;
    }
    const waiting = this.#waiting.get(id ?? 0);
    this.#waiting.delete(id ?? 0);
    if (type === 'success') waiting?.done(result);
    else waiting?.failed(new Error(`${error ?? 'an error'}: ${message ?? ''}`));
  }
}
