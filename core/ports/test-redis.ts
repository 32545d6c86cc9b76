/** A Redis server for tests: Debian's, on a free port, with a folder of its own, kept nowhere. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../runtime/free-port.ts';
import { waitUntil } from '../runtime/test-support.ts';

export interface TestRedis {
  readonly url: string;
  /** Sends the process a signal: SIGSTOP hangs it, SIGCONT lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Kills it (SIGKILL); what it knew is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one and waits until it answers. */
export async function openTestRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plenary-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;

  async function launch() {
    const child = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no', '--daemonize', 'no'],
      { stdio: 'ignore' },
    );
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    await waitUntil(() => withClient(url, (redis) => redis.ping()).catch(() => false), { within: 10_000, every: 50, what: 'Redis' });
    return { child, ended };
  }

  let running: Awaited<ReturnType<typeof launch>> | undefined = await launch();
  const kill = async () => {
    running?.child.kill('SIGKILL');
    await running?.ended;
    running = undefined;
  };
  return {
    url,
    signal: (signal) => {
      running?.child.kill(signal);
    },
    kill,
    restart: async () => {
      running ??= await launch();
    },
    flush: async () => {
      await withClient(url, (redis) => redis.flushall());
    },
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function withClient<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    commandTimeout: 1_000,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}
