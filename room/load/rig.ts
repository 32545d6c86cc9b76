/** A server and ten thousand people before it, each in a process of its own. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BenchChild } from './child.ts';
import type { DriverCommand, DriverReport, ServerCommand, ServerOptions, Usage } from './messages.ts';

export class Rig {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'plenary-bench-'));
  readonly #options: ServerOptions;
  #server: BenchChild<ServerCommand>;
  readonly #driver: BenchChild<DriverCommand>;
  port = 0;

  constructor(options: Partial<ServerOptions>) {
    const store = { sqlite: path.join(this.#folder, 'plenary.db') };
    this.#options = { kind: 'room', store, port: 0, readablePerSecond: 0, ...options };
    this.#server = startServer(this.#options);
    this.#driver = new BenchChild('./driver.ts', '');
  }

  async open(): Promise<this> {
    this.port = (await this.#server.ready()) as number;
    await this.#driver.ready();
    return this;
  }

  /** Kills the server and starts another one at the same place. */
  async restartServer(): Promise<void> {
    await this.#server.kill('SIGKILL');
    this.#server = startServer({ ...this.#options, port: this.port });
    await this.#server.ready();
  }

  usage(): Promise<Usage> {
    return this.#server.ask<Usage>({ do: 'usage' });
  }

  server<Answer>(command: ServerCommand): Promise<Answer> {
    return this.#server.ask<Answer>(command);
  }

  drive(command: DriverCommand): Promise<unknown> {
    return this.#driver.ask(command);
  }

  report(): Promise<DriverReport> {
    return this.#driver.ask<DriverReport>({ do: 'report' });
  }

  /** @returns ms until everybody was welcomed. */
  async join(count: number): Promise<number> {
    const startMs = performance.now();
    const event = await this.server<string>({ do: 'event' });
    await this.drive({ do: 'join', port: this.port, event, count, concurrency: 500 });
    return performance.now() - startMs;
  }

  /** The report once it is as it should be, or when it does not become so. */
  async settled(isDone: (now: DriverReport) => boolean, withinMs: number): Promise<DriverReport> {
    const deadlineMs = performance.now() + withinMs;
    for (;;) {
      const now = await this.report();
      if (isDone(now) || performance.now() > deadlineMs) return now;
      await sleep(500);
    }
  }

  async close(): Promise<void> {
    await this.#driver.kill();
    await this.#server.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function startServer(options: ServerOptions): BenchChild<ServerCommand> {
  return new BenchChild('./server.ts', JSON.stringify(options));
}
