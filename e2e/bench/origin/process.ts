import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { withTimeLimit } from '../../../core/runtime/time-limit.ts';

const LIMIT_MS = 30_000;

/** A forked process with messages in both directions. */
export class Partner<To extends { readonly kind: string }, From extends { readonly kind: string }> {
  readonly #child: ChildProcess;
  readonly #got: From[] = [];
  #wake: (() => void) | undefined;
  #isOver = false;

  constructor(file: string, args: readonly string[] = []) {
    this.#child = fork(new URL(file, import.meta.url), args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child.on('message', (message) => {
      this.#got.push(message as From);
      this.#wake?.();
    });
    this.#child.once('exit', () => {
      this.#isOver = true;
      this.#wake?.();
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  tell(message: To): void {
    this.#child.send(message);
  }

  /** The next message of this kind. @throws Error when the process ends first, or after half a minute. */
  async hear<Kind extends From['kind']>(kind: Kind): Promise<Extract<From, { readonly kind: Kind }>> {
    return withTimeLimit(LIMIT_MS, undefined, async () => {
      for (;;) {
        const index = this.#got.findIndex((message) => message.kind === kind);
        const [message] = index < 0 ? [] : this.#got.splice(index, 1);
        if (message !== undefined) return message as Extract<From, { readonly kind: Kind }>;
        if (this.#isOver) throw new Error(`the process ended before it said ${kind}`);
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    });
  }

  async stop(message: To): Promise<void> {
    if (this.#isOver) return;
    const ended = new Promise<void>((resolve) => {
      this.#child.once('exit', () => resolve());
    });
    this.tell(message);
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), LIMIT_MS);
    await ended;
    clearTimeout(kill);
  }
}
