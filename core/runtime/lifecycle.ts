import type { Log } from './log.ts';

/** Anything that was opened and must be closed. `close()` lets work end. */
export interface Closable {
  close(): Promise<void> | void;
}

/** How long the things opened so far may take to close when a later one could not be opened. */
const FAILED_START_MS = 5_000;

/**
 * Opens things in order and closes them in reverse, also after a half-failed start, all under one deadline.
 */
export class Lifecycle {
  readonly #log: Log;
  readonly #opened: { name: string; thing: Closable }[] = [];
  #closing: Promise<boolean> | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /**
   * Opens one thing; when that fails, everything opened before is closed and the error is thrown on. A thing that is ready only
   * after the closing began is closed at once.
   * @throws Error when the closing has begun.
   */
  async open<T extends Closable>(name: string, open: () => Promise<T> | T): Promise<T> {
    if (this.#closing !== undefined) throw new Error(`${name} not opened: the process is stopping`);
    let thing: T;
    try {
      thing = await open();
    } catch (error) {
      await this.closeAll(FAILED_START_MS);
      throw error;
    }
    if (this.isClosing()) {
      await this.#closeOne(name, thing, performance.now() + FAILED_START_MS);
      throw new Error(`${name} closed again: the process is stopping`);
    }
    this.#opened.push({ name, thing });
    return thing;
  }

  /** Whether {@link closeAll} was called, by anyone. */
  isClosing(): boolean {
    return this.#closing !== undefined;
  }

  /** Closes in reverse. Never throws; returns false when the deadline passed or something failed to close. Idempotent: the first deadline counts. */
  closeAll(withinMs: number): Promise<boolean> {
    this.#closing ??= this.#closeInReverse(performance.now() + withinMs);
    return this.#closing;
  }

  async #closeInReverse(deadline: number): Promise<boolean> {
    let clean = true;
    for (const { name, thing } of this.#opened.toReversed()) clean = (await this.#closeOne(name, thing, deadline)) && clean;
    return clean;
  }

  /** Asks even when the deadline has passed: what closes at once still does. */
  async #closeOne(name: string, thing: Closable, deadline: number): Promise<boolean> {
    const leftMs = Math.max(0, deadline - performance.now());
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), leftMs);
    });
    try {
      const closed = (async () => thing.close())().then(() => 'closed' as const);
      if ((await Promise.race([closed, late])) === 'closed') return true;
      this.#log.warn({ thing: name, leftMs: Math.round(leftMs) }, 'not closed in time');
    } catch (error) {
      this.#log.error({ thing: name, err: error }, 'failed to close');
    } finally {
      clearTimeout(timer);
    }
    return false;
  }
}
