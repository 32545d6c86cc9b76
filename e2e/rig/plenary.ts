import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { databaseOf } from '../../command/open-database.ts';
import type { ReadyFacts } from '../../command/ready-file.ts';
import { secretOf } from '../../command/secret.ts';
import { makeStreamKey, simpleEvent } from '../../command/simple-event.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import { deriveKey } from '../../core/grants/secrets.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { readSettings } from '../../core/runtime/settings.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** A Plenary of its own: fresh DATA_DIR, free ports, as `make start` runs it. */
export interface RunningPlenary {
  readonly dataDir: string;
  facts(): ReadyFacts;
  /** `rtmp://…/live/<key>` of the demo event. */
  publishUrl(): string;
  /** The same of a stream that was named at the start. */
  publishUrlOf(stream: string): string;
  pid(): number;
  /** Every line that it has logged. */
  lines(): readonly string[];
  /** The address at which the first owner's account is made, as it is printed at the first start. */
  setUpLink(): Promise<string>;
  /** The same DATA_DIR and ports again; `how` the last one ends. */
  restart(how: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stop(): Promise<void>;
}

/** A ladder of two is enough where the ladder is not what is looked at; a test that needs more of it says so. */
const SMALL_LADDER = { TRANSCODER_MAX_RUNGS: '1' };

/** `streams`: more streams than `demo`, each with a key. `parent`: where its DATA_DIR is made. */
export async function startPlenary(
  env: Readonly<Record<string, string>> = {},
  streams: readonly string[] = [],
  parent: string = tmpdir(),
): Promise<RunningPlenary> {
  const dataDir = await mkdtemp(path.join(parent, 'plenary-e2e-'));
  const keys = await makeKeys(dataDir, streams);
  const lines: string[] = [];
  let ports = { PORT: env['PORT'] ?? '0', RTMP_PORT: env['RTMP_PORT'] ?? '0' };
  let facts: ReadyFacts | undefined;
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    facts = undefined;
    await rm(path.join(dataDir, 'ready.json'), { force: true });
    const started = spawn(process.execPath, [path.join(ROOT, 'main.ts'), 'start'], {
      env: { ...process.env, HOST: '127.0.0.1', DATA_DIR: dataDir, ...SMALL_LADDER, ...env, ...ports },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n').filter((line) => line !== '')));
    }
    facts = await waitUntil(
      async () => {
        if (started.exitCode !== null) throw new Error(`plenary ended with ${started.exitCode}: ${lines.slice(-5).join('\n')}`);
        return readFile(path.join(dataDir, 'ready.json'), 'utf8').then(
          (text) => JSON.parse(text) as ReadyFacts,
          () => undefined,
        );
      },
      { within: 60_000, every: 50, what: 'ready.json' },
    );
    ports = { PORT: new URL(facts.http).port, RTMP_PORT: new URL(facts.rtmp.replace('rtmp:', 'http:')).port };
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    const ending = child;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => {
      ending.once('exit', () => resolve());
    });
    ending.kill(signal);
    await ended;
  };
  await start();
  const known = (): ReadyFacts => {
    if (facts === undefined) throw new Error('plenary is not running');
    return facts;
  };
  return {
    dataDir,
    facts: known,
    publishUrl: () => `${known().rtmp}/${known().streamKey ?? ''}`,
    publishUrlOf: (stream) => `${known().rtmp}/${keys.get(stream) ?? ''}`,
    pid: () => child?.pid ?? 0,
    lines: () => lines,
    setUpLink: () =>
      waitUntil(() => lines.map((line) => /First owner (\S+#setup=\S+)/.exec(line)?.[1]).find((link) => link !== undefined), {
        within: 60_000,
        what: 'the first owner’s link',
      }),
    restart: async (how) => {
      await end(how);
      await start();
    },
    stop: async () => {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** An event of each name, open to everybody with the link, and a key of it. */
async function makeKeys(dataDir: string, streams: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const made = new Map<string, string>();
  if (streams.length === 0) return made;
  const settings = readSettings({ DATA_DIR: dataDir });
  const hmacKey = deriveKey(await secretOf(settings, dataDir), 'stream-key');
  const database = await databaseOf(settings, dataDir, silentLog);
  for (const stream of streams) {
    const { key } = await database.write(async (db) => {
      const event = await simpleEvent(db, stream as StreamId, stream, Date.now());
      return makeStreamKey(db, event, { slot: 'primary', label: 'test' }, hmacKey, Date.now());
    });
    made.set(stream, key);
  }
  await database.close();
  return made;
}
