import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamId } from '../../core/contracts/ids.ts';
import { createLog } from '../../core/runtime/log.ts';
import { seededRandom, waitUntil } from '../../core/runtime/test-support.ts';
import { KeyBook } from '../publish/keys.ts';
import type { SupervisedIngest } from '../supervisor.ts';
import { superviseIngest } from '../supervisor.ts';
import { FeedFollower } from '../testing/feed-follower.ts';
import { RtmpClient } from '../testing/rtmp-client.ts';
import { picture, pictureHeader, sound, soundHeader } from '../testing/test-media.ts';
import { FUZZ_KINDS, fuzzCase } from './cases.ts';

/** 100,000 in `make fuzz`. */
const CASES = Number(process.env['INGEST_FUZZ_CASES'] ?? 8_000);
const SEED = Number(process.env['INGEST_FUZZ_SEED'] ?? 20_261_124);
const WORKERS = 24;
const CASE_LIMIT_MS = 20_000;
/** What a heap may do between two collections, and no more however many cases there were. */
const MEMORY_MIB = 96;
const LIVE = 'live-beside' as StreamId;

let dataDir: string;
let ingest: SupervisedIngest;
let keys: KeyBook;
let feed: FeedFollower;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'plenary-fuzz-'));
  const log = createLog({ name: 'test', level: 'silent' });
  ingest = await superviseIngest({ host: '127.0.0.1', rtmpPort: 0, rtmps: null, dataDir, logLevel: 'silent' }, log);
  keys = await KeyBook.open(dataDir);
  feed = await FeedFollower.open({ url: ingest.feedUrl, token: ingest.feedToken });
});
afterAll(async () => {
  feed.close();
  keys.close();
  await ingest.close();
  await rm(dataDir, { recursive: true });
});

/** Sends one case and waits until the server, which has read all of it, has closed the connection. */
function send(pieces: readonly Buffer[], from: string): Promise<'closed' | 'late'> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: ingest.rtmpPort, localAddress: from });
    const timer = setTimeout(() => {
      resolve('late');
      socket.destroy();
    }, CASE_LIMIT_MS);
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve('closed');
    });
    for (const piece of pieces) socket.write(piece);
    socket.end();
  });
}

async function residentMib(pid: number): Promise<number> {
  return (Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]) * 4096) / 2 ** 20;
}

const digest = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex').slice(0, 16);

describe(`${CASES} malformed connections (seed ${SEED})`, () => {
  it(
    'end no process, take no memory, and leave a live stream beside them as it was sent, bit for bit',
    async () => {
      const pid = ingest.pid();
      const { key } = await keys.create({ stream: LIVE, slot: 'primary' });
      const publisher = await RtmpClient.open({ port: ingest.rtmpPort });
      expect((await publisher.publish('live', key)).code).toBe('NetStream.Publish.Start');
      const reading = await feed.read(await feed.accepted(LIVE));
      const sent: string[] = [];
      const publish = (body: Buffer, kind: 'video' | 'audio', atMs: number): void => {
        publisher[kind](atMs, body);
        sent.push(digest(body));
      };
      publish(pictureHeader(), 'video', 0);
      publish(soundHeader(), 'audio', 0);
      let frame = 0;
      const live = setInterval(() => {
        publish(picture(randomBytes(800), frame % 30 === 0), 'video', frame * 33);
        publish(sound(randomBytes(90)), 'audio', frame * 33);
        frame++;
      }, 33);

      const own = await Promise.all(
        Array.from({ length: WORKERS }, (_, worker) => keys.create({ stream: `fuzz-${worker}` as StreamId, slot: 'primary' })),
      );
      let next = 0;
      let warmMib = 0;
      const late: string[] = [];
      const work = async (worker: number): Promise<void> => {
        for (let number = next++; number < CASES; number = next++) {
          const one = fuzzCase(number, seededRandom(SEED + number), own[worker]?.key ?? '');
          const end = await send(one.pieces, `127.0.0.${10 + worker}`);
          if (end === 'late') late.push(`case ${number}: ${one.kind}`);
          if (number === Math.floor(CASES / 5)) warmMib = await residentMib(pid ?? 0);
          if (ingest.pid() !== pid) throw new Error(`ingest ended near case ${number} (${one.kind}); seed ${SEED + number}`);
        }
      };
      await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker)));
      clearInterval(live);

      expect(late, 'connections that the server never closed').toEqual([]);
      expect(ingest.pid()).toBe(pid);
      await waitUntil(() => reading.tags.length >= sent.length, { within: 20_000, what: 'all of the live stream' });
      expect(reading.tags.map(({ body }) => digest(body))).toEqual(sent);
      expect(frame).toBeGreaterThan(30);
      expect((await residentMib(pid ?? 0)) - warmMib, 'MiB more than after a fifth of the cases').toBeLessThan(MEMORY_MIB);
      publisher.close();
    },
    120_000 + CASES * 15,
  );

  it('are made of every kind, differ, and are the same for the same seed', () => {
    const cases = Array.from({ length: 300 }, (_, number) => fuzzCase(number, seededRandom(number), 'pk_key'));
    expect(new Set(cases.map(({ kind }) => kind)).size).toBe(FUZZ_KINDS.length);
    const texts = cases.map(({ pieces }) => Buffer.concat(pieces).toString('latin1'));
    expect(new Set(texts).size).toBeGreaterThan(290);
    expect(Buffer.concat(fuzzCase(7, seededRandom(7), 'pk_key').pieces).toString('latin1')).toBe(texts[7]);
  });
});
