import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketId } from '../../core/contracts/room/ids.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import { seededRandom, waitUntil } from '../../core/runtime/test-support.ts';
import { BenchChild } from '../load/child.ts';
import { WireClient } from '../socket/test-edge.ts';
import { noise } from './bytes.ts';
import { FUZZ_KINDS, fuzzCase, judge, placeOf } from './cases.ts';
import { exchange } from './exchange.ts';
import { ticketFor } from './socket-cases.ts';
import type { FuzzQuestion, FuzzUse, FuzzWorld } from './world.ts';

/** 20,000 in `make fuzz`. */
const CASES = Number(process.env['ROOM_FUZZ_CASES'] ?? 2_000);
const SEED = Number(process.env['ROOM_FUZZ_SEED'] ?? 20_261_128);
const WORKERS = 24;
const CASE_LIMIT_MS = 60_000;
/** What a heap may be larger than before, after a collection, however many cases there were. */
const MEMORY_MIB = 48;
const SPEAK_EVERY_MS = 250;

let folder: string;
let server: BenchChild<FuzzQuestion>;
let world: FuzzWorld;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plenary-room-fuzz-'));
  server = new BenchChild('../fuzz/server.ts', folder);
  world = (await server.ready()) as FuzzWorld;
});
afterAll(async () => {
  await server.kill('SIGTERM');
  await rm(folder, { recursive: true });
});

const idOf = (random: () => number) => uuid7(Date.now(), noise(random, 10));

/** Somebody who behaves: enters, and hears. */
async function member(role: 'host' | 'moderator'): Promise<WireClient> {
  const client = await new WireClient(world.port).open();
  const ticket = idOf(Math.random) as TicketId;
  client.send({ t: 'hello', ticket: ticketFor(Math.random, world, Date.now(), { ticket, role, name: role }) });
  await client.get('welcome');
  return client;
}

describe(`${CASES} hostile cases (seed ${SEED})`, () => {
  it(
    'get the answer of their kind, end nothing, take no memory, and a member beside misses and notices nothing',
    async () => {
      const [speaker, listener] = [await member('host'), await member('moderator')];
      const said: string[] = [];
      const speaking = setInterval(() => {
        said.push(`steady ${said.length}`);
        speaker.send({ t: 'say', id: idOf(Math.random), text: said.at(-1) });
      }, SPEAK_EVERY_MS);
      const silent = Array.from({ length: 20 }, () => new WireClient(world.port));

      const wrong: string[] = [];
      let next = 0;
      let warm: FuzzUse | undefined;
      const work = async (): Promise<void> => {
        for (let number = next++; number < CASES; number = next++) {
          const one = fuzzCase(number, seededRandom(SEED + number), world, Date.now());
          const problem = judge(one, await exchange({ port: world.port, from: placeOf(number) }, one, CASE_LIMIT_MS));
          if (problem !== undefined) wrong.push(`case ${number}, ${one.kind}: ${problem}`);
          if (number === Math.floor(CASES / 5)) warm = await server.ask<FuzzUse>({ ask: 'use' });
        }
      };
      await Promise.all(Array.from({ length: WORKERS }, work));
      clearInterval(speaking);

      expect(wrong.slice(0, 20)).toEqual([]);
      const heard = () => listener.texts.filter((text) => text.startsWith('steady '));
      await waitUntil(() => heard().length >= said.length, { within: 20_000, what: 'everything that was said' });
      expect(heard()).toEqual(said);
      expect(speaker.frames.filter(({ t }) => t === 'ack')).toHaveLength(said.length);
      for (const { frames, closed } of [speaker, listener]) {
        expect(closed).toBeUndefined();
        expect(frames.filter(({ t }) => t === 'bye' || t === 'no')).toEqual([]);
        expect(frames.filter(({ t }) => t === 'welcome')).toHaveLength(1);
      }
      const [welcome] = listener.frames.filter((frame) => frame.t === 'welcome');
      let at = welcome?.at.offset;
      for (const frame of listener.frames.filter((one) => one.t === 'batch')) {
        expect(frame.from).toBe(at);
        at = frame.to;
      }
      // who opens a connection and says nothing is sent away by the clock
      for (const one of silent) expect((await one.ended()).code).toBe(4508);
      const end = await waitUntil(
        async () => {
          const use = await server.ask<FuzzUse>({ ask: 'use' });
          return use.connections <= 2 ? use : undefined;
        },
        { within: 20_000, every: 200, what: 'nothing is open but the two who behave' },
      );
      expect(end.heapMib - (warm?.heapMib ?? 0), 'MiB more than after a fifth of the cases').toBeLessThan(MEMORY_MIB);
      speaker.ws.close();
      listener.ws.close();
    },
    120_000 + CASES * 15,
  );

  it('have each their row in the table of the README, and no other', async () => {
    const readme = await readFile(path.join(import.meta.dirname, 'README.md'), 'utf8');
    expect([...readme.matchAll(/^\| ([^|]+) \| `/gm)].map(([, kind]) => kind)).toEqual(FUZZ_KINDS);
  });

  it('are of every kind, differ, and are the same for the same seed', () => {
    const bytes = (number: number) =>
      Buffer.concat(fuzzCase(number, seededRandom(number), world, 1_790_000_000_000).pieces).toString('latin1');
    const texts = Array.from({ length: 4 * FUZZ_KINDS.length }, (_, number) => bytes(number));
    expect(new Set(texts).size).toBeGreaterThan(2 * FUZZ_KINDS.length);
    expect(bytes(7)).toBe(texts[7]);
  });
});
