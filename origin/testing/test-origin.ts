import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TimelineEntry } from '../../core/contracts/timeline.ts';
import { MediaLogMemory } from '../../core/ports/media-log-memory.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { ManualClock } from '../../core/runtime/clock.ts';
import { Health } from '../../core/runtime/health.ts';
import { createLog } from '../../core/runtime/log.ts';
import { Metrics } from '../../core/runtime/metrics.ts';
import type { SigningKeys } from '../../core/grants/secrets.ts';
import type { AccessBook } from '../access/access-book.ts';
import { openToAll } from '../access/access-book.ts';
import type { App } from '../http/app.ts';
import type { OriginOptions } from '../open-origin.ts';
import { assembleOrigin } from '../open-origin.ts';
import { Show, STREAM } from './show.ts';
import { StoreInMemory } from './store-in-memory.ts';

/** What an origin answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly bytes: Buffer;
}

/** An origin without a port, a timeline that the test writes, and a clock that the test moves. */
export interface TestOrigin {
  readonly app: App;
  readonly clock: ManualClock;
  readonly show: Show;
  readonly store: StoreInMemory;
  readonly metrics: Metrics;
  /** Every line that was logged. */
  readonly lines: readonly string[];
  /** Writes entries, and comes back when the origin has them. */
  play(...entries: readonly (TimelineEntry | readonly TimelineEntry[])[]): Promise<void>;
  get(url: string, headers?: Readonly<Record<string, string>>, method?: 'GET' | 'HEAD' | 'POST' | 'OPTIONS'): Promise<Answer>;
  close(): Promise<void>;
}

const FENCE = { holder: 'test', epoch: 1 };

/** Lets everything that can go on without time or sockets go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** Options of an origin for tests, with an empty page. */
export function originOptions(over: Pick<OriginOptions, 'mediaLog'> & Partial<OriginOptions>): OriginOptions {
  return {
    host: '127.0.0.1',
    port: 0,
    tls: undefined,
    store: over.store ?? new StoreInMemory(),
    pageDir: path.join(tmpdir(), 'there-is-no-page'),
    access: openToAll((stream) => (stream === STREAM ? 'The keynote' : undefined)),
    frontStream: STREAM,
    health: new Health(),
    metrics: new Metrics(),
    log: createLog({ name: 'origin', level: 'silent' }),
    ...over,
  };
}

export async function testOrigin(
  options: {
    readonly show?: Show;
    readonly pageDir?: string;
    readonly studioDir?: string;
    readonly store?: ObjectStore;
    readonly access?: AccessBook;
    readonly mediaKeys?: SigningKeys;
  } = {},
): Promise<TestOrigin> {
  const lines: string[] = [];
  const log = createLog({ name: 'origin', destination: { write: (line) => lines.push(line) } });
  const clock = new ManualClock(Date.UTC(2026, 4, 12, 9, 30));
  const store = new StoreInMemory();
  const metrics = new Metrics();
  const mediaLog = new MediaLogMemory({ log, clock });
  const { pageDir, studioDir, access, mediaKeys } = options;
  const { app, close } = await assembleOrigin(
    originOptions({
      mediaLog,
      clock,
      log,
      metrics,
      store: options.store ?? store,
      ...(pageDir === undefined ? {} : { pageDir }),
      ...(studioDir === undefined ? {} : { studioDir }),
      ...(access === undefined ? {} : { access }),
      ...(mediaKeys === undefined ? {} : { mediaKeys }),
    }),
  );
  return {
    app,
    clock,
    store,
    metrics,
    lines,
    show: options.show ?? new Show(),
    play: async (...entries) => {
      for (const entry of entries.flatMap((one) => one)) await mediaLog.append(STREAM, entry, FENCE);
      await settle();
    },
    get: async (url, headers = {}, method = 'GET') => {
      const answer = await app.inject({ method, url, headers });
      const flat = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
      return { status: answer.statusCode, headers: Object.fromEntries(flat), text: answer.payload, bytes: answer.rawPayload };
    },
    close: async () => {
      await close();
      await mediaLog.close();
    },
  };
}

/** A folder for the length of a test. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plenary-origin-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
