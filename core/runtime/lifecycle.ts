import type { Log } from './log.ts';

/** Anything that was opened and must be closed. `close()` lets work end. */
export interface Closable {
  close(): Promise<void> | void;
}

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

  /** Opens one thing; when that fails, everything opened before is closed and the error is thrown on. */
  async open<T extends Closable>(name: string, open: () => Promise<T> | T): Promise<T> {
    try {
      const thing = await open();
      this.#opened.push({ name, thing });
      return thing;
    } catch (error) {
      await this.closeAll(5_000);
      throw error;
    }
  }

  /** Closes in reverse. Never throws; returns false when the deadline passed or something failed to close. Idempotent. */
  closeAll(withinMs: number): Promise<boolean> {
    this.#closing ??= this.#close(withinMs);
    return this.#closing;
  }

  async #close(withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    let clean = true;
    for (const { name, thing } of this.#opened.toReversed()) {
      const leftMs = Math.max(0, deadline - performance.now());
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), leftMs);
      });
      try {
        const outcome = await Promise.race([Promise.resolve(thing.close()).then(() => 'closed' as const), late]);
        if (outcome === 'late') {
          clean = false;
          this.#log.warn({ thing: name, withinMs }, 'not closed in time');
        }
      } catch (error) {
        clean = false;
        this.#log.error({ thing: name, err: error }, 'failed to close');
      } finally {
        clearTimeout(timer);
      }
    }
    return clean;
  }
}
