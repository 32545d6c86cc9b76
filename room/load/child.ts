import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Envelope } from './messages.ts';

/** A process of the bench that answers questions. */
export class BenchChild<Command> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #ended: Promise<void>;
  readonly #ready: Promise<unknown>;
  #n = 0;

  constructor(file: string, argument: string) {
    this.#child = fork(fileURLToPath(new URL(file, import.meta.url)), [argument], {
      execArgv: ['--expose-gc', '--max-semi-space-size=32'],
      serialization: 'json',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#ready = this.#wait(0);
    this.#child.on('message', (message) => {
      const { n, body } = message as Envelope<unknown>;
      this.#waiting.get(n)?.resolve(body);
      this.#waiting.delete(n);
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ended = promise;
    this.#child.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${file} ended`));
      this.#waiting.clear();
      resolve();
    });
  }

  /** Resolves with what the process says first: it is ready. */
  ready(): Promise<unknown> {
    return this.#ready;
  }

  ask<Answer>(command: Command): Promise<Answer> {
    const n = ++this.#n;
    const answer = this.#wait(n);
    this.#child.send({ n, body: command });
    return answer as Promise<Answer>;
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    this.#child.kill(signal);
    await this.#ended;
  }

  #wait(n: number): Promise<unknown> {
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(n, waiting);
    return waiting.promise;
  }
}

/** The other side: answers each question of the bench. */
export function answerBench(answer: (command: unknown) => unknown): void {
  process.on('message', (message) => {
    const { n, body } = message as Envelope<unknown>;
    void Promise.resolve(answer(body)).then((result) => process.send?.({ n, body: result ?? null }));
  });
  // The bench has gone: so do we.
  process.on('disconnect', () => process.exit(0));
}

/** Says that this process is ready. */
export function sayReady(body: unknown): void {
  process.send?.({ n: 0, body });
}
