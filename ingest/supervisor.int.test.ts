import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamId } from '../core/contracts/ids.ts';
import { createLog } from '../core/runtime/log.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import { KeyBook } from './publish/keys.ts';
import type { SupervisedIngest, SupervisedIngestOptions } from './supervisor.ts';
import { superviseIngest } from './supervisor.ts';
import { FeedFollower } from './testing/feed-follower.ts';
import { RtmpClient } from './testing/rtmp-client.ts';

const STAGE = 'stage' as StreamId;
let dataDir: string;
let logged: string;
let running: SupervisedIngest[];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'plenary-supervisor-'));
  logged = '';
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  await rm(dataDir, { recursive: true });
});

async function start(options: Partial<SupervisedIngestOptions> = {}): Promise<SupervisedIngest> {
  const log = createLog({ name: 'test', destination: { write: (line) => void (logged += line) } });
  const ingest = await superviseIngest({ host: '127.0.0.1', rtmpPort: 0, rtmps: null, dataDir, logLevel: 'silent', ...options }, log);
  running.push(ingest);
  return ingest;
}

async function newKey(): Promise<string> {
  const keys = await KeyBook.open(dataDir);
  const { key } = await keys.create({ stream: STAGE, slot: 'primary' });
  keys.close();
  return key;
}

async function childrenOfThis(): Promise<readonly number[]> {
  const tasks = await readdir('/proc/self/task');
  const texts = await Promise.all(tasks.map((task) => readFile(`/proc/self/task/${task}/children`, 'utf8').catch(() => '')));
  return texts.flatMap((text) => text.trim().split(' ').filter(Boolean).map(Number));
}

describe('the ingest process', () => {
  for (const signal of ['SIGKILL', 'SIGSEGV'] as const) {
    it(`is started again at the same ports after ${signal}, with the same keys and feed`, async () => {
      const ingest = await start();
      const key = await newKey();
      const before = ingest.pid();
      const client = await RtmpClient.open({ port: ingest.rtmpPort });
      await client.publish('live', key);
      expect(await ingest.metrics()).toMatch(/^ingest_publishers_count 1$/m);
      process.kill(before ?? 0, signal);
      await client.untilEnd();
      await waitUntil(() => ingest.pid() !== null && ingest.pid() !== before, { within: 10_000, what: 'a new process' });
      const again = await RtmpClient.open({ port: ingest.rtmpPort });
      expect((await again.publish('live', key)).code).toBe('NetStream.Publish.Start');
      const feed = await FeedFollower.open({ url: ingest.feedUrl, token: ingest.feedToken });
      await feed.accepted(STAGE);
      feed.close();
      again.close();
      expect(logged).toContain('ingest died and is started again');
      expect(logged).toContain('ingest is there again');
    });
  }

  it('is started as often as it dies, with longer and longer pauses', async () => {
    const ingest = await start();
    for (let death = 0; death < 3; death++) {
      const before = await waitUntil(() => ingest.pid(), { within: 10_000, what: 'a process' });
      process.kill(before, 'SIGKILL');
      await waitUntil(() => ingest.pid() !== before, { within: 10_000, what: 'its end' });
    }
    await waitUntil(() => ingest.pid(), { within: 10_000, what: 'the last one' });
    const pauses = [...logged.matchAll(/"againInMs":(\d+)/g)].map((match) => Number(match[1]));
    expect(pauses).toEqual([50, 150, 350]);
  });

  it('that hangs is killed and started again', async () => {
    const ingest = await start({ maxMissedBeats: 3 });
    const before = await waitUntil(() => ingest.pid(), { within: 10_000, what: 'a process' });
    process.kill(before, 'SIGSTOP');
    await waitUntil(() => ingest.pid() !== null && ingest.pid() !== before, { within: 20_000, what: 'a new process' });
    expect(logged).toContain('ingest hangs and is killed');
    (await RtmpClient.open({ port: ingest.rtmpPort })).close();
  });

  it('takes no signal that was meant for the whole group, and ends with its parent', async () => {
    const ingest = await start();
    const pid = ingest.pid() ?? 0;
    process.kill(pid, 'SIGTERM');
    process.kill(pid, 'SIGINT');
    const client = await RtmpClient.open({ port: ingest.rtmpPort });
    expect((await client.publish('live', await newKey())).code).toBe('NetStream.Publish.Start');
    expect(ingest.pid()).toBe(pid);
    await ingest.close();
    expect(await client.untilEnd()).toBeDefined();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('is not started again when it is closed while it is away', async () => {
    const ingest = await start();
    process.kill(ingest.pid() ?? 0, 'SIGKILL');
    await waitUntil(() => ingest.pid() === null, { within: 10_000, what: 'its end' });
    await ingest.close();
    expect(await childrenOfThis()).toEqual([]);
  });
});

describe('what keeps it from beginning is one sentence with the way out, and no process stays behind', () => {
  async function reasonOf(options: Partial<SupervisedIngestOptions>): Promise<{ code: string; message: string }> {
    const error: unknown = await start(options).catch((reason: unknown) => reason);
    expect(await childrenOfThis()).toEqual([]);
    return error as { code: string; message: string };
  }

  it('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      other.once('listening', () => resolve(undefined));
    });
    const { port } = other.address() as AddressInfo;
    expect(await reasonOf({ rtmpPort: port })).toMatchObject({
      code: 'INGEST_PORT_TAKEN',
      message: `port ${port} is taken by another program: stop it, or set RTMP_PORT to another port`,
    });
    other.close();
  });

  it('an address that is not of this machine', async () => {
    expect(await reasonOf({ host: '192.0.2.1' })).toMatchObject({
      code: 'INGEST_CANNOT_LISTEN',
      message: 'port 0 cannot be opened (HOST 192.0.2.1 is no address of this machine): set RTMP_PORT or HOST to something else',
    });
  });

  it('a certificate that is not there', async () => {
    const files = { certFile: '/nowhere/cert.pem', keyFile: '/nowhere/key.pem' };
    expect(await reasonOf({ rtmps: { port: 0, ...files } })).toMatchObject({
      code: 'INGEST_CERTIFICATE_UNUSABLE',
      message: expect.stringContaining('RTMPS_CERT_FILE /nowhere/cert.pem cannot be read (ENOENT)'),
    });
  });
});

it('a port that another program took while ingest was away is tried until it is free, and told once', async () => {
  const ingest = await start();
  const pid = ingest.pid() ?? 0;
  process.kill(pid, 'SIGSTOP');
  process.kill(pid, 'SIGKILL');
  const other = createServer();
  const tryToListen = setInterval(() => {
    if (!other.listening) other.listen(ingest.rtmpPort, '127.0.0.1');
  }, 1);
  other.on('error', () => undefined);
  await waitUntil(() => logged.includes('is taken by another program'), { within: 10_000, what: 'the sentence' });
  clearInterval(tryToListen);
  expect(ingest.pid()).toBeNull();
  other.close();
  await waitUntil(() => ingest.pid(), { within: 10_000, what: 'a process' });
  expect(logged.split('could not be started again')).toHaveLength(2);
});
