import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { FeedEntry } from '../../core/contracts/room/entries.ts';
import { seededRandom, waitUntil } from '../../core/runtime/test-support.ts';
import type { Committed, Op } from '../channel/room-store.ts';
import { getEvent } from '../db/events.ts';
import { openPostgresForTest, openSqliteForTest } from '../db/testing/open.ts';
import { openPostgres } from '../db/testing/postgres-server.ts';
import { sqlRoomStore } from './room-store-sql.ts';
import { messageOp, NOW, sqlWorld, voteOp } from './testing/world.ts';

const textOf = ({ body }: FeedEntry) => (body.kind === 'message' ? body.text : '');

it('SQLite: what was acked is there after a kill -9 in mid-commit, in its place, ten times over', async () => {
  const { database, file, close } = await openSqliteForTest();
  const world = await sqlWorld(database);
  const ada = await world.person();
  const acked = new Map<number, string>();
  const random = seededRandom(7);
  for (let round = 0; round < 10; round++) {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'testing/committer.ts'), file, world.event, ada.id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    const killAfter = 5 + Math.floor(random() * 40);
    let lines = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      for (const [offset, text] of JSON.parse(line) as [number, string][]) acked.set(offset, text);
      if (++lines === killAfter) child.kill('SIGKILL');
    }
    await ended;
    const entries = await (await world.node()).read(world.event, 0, 100_000);
    expect(entries.map(({ offset }) => offset)).toEqual(entries.map((_, index) => index + 1));
    for (const [offset, text] of acked)
      expect(entries[offset - 1] === undefined ? '' : textOf(entries[offset - 1] as FeedEntry)).toBe(text);
    expect(await (await world.node()).edge(world.event)).toMatchObject({ offset: entries.length });
  }
  const check = await database.read((db) => sql<Record<string, string>>`PRAGMA integrity_check`.execute(db));
  expect(check.rows.flatMap((row) => Object.values(row))).toEqual(['ok']);
  expect(acked.size).toBeGreaterThan(100);
  await close();
});

it('SQLite: an event is where its room was told that it is, after a kill -9 between the two, four times over', async () => {
  const { database, file, close } = await openSqliteForTest();
  const world = await sqlWorld(database);
  const node = await world.node();
  const random = seededRandom(8);
  for (let round = 0; round < 4; round++) {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'testing/mover.ts'), file, world.tenant, world.event], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    const killAfter = 3 + Math.floor(random() * 20);
    let moves = 0;
    for await (const _ of createInterface({ input: child.stdout })) if (++moves === killAfter) child.kill('SIGKILL');
    await ended;
    const event = await database.read((db) => getEvent(db, world.tenant, world.event));
    const told = (await node.read(world.event, 0, 100_000)).map(({ body }) => (body.kind === 'event' ? body.state : body.kind));
    expect(told.length).toBeGreaterThanOrEqual(moves);
    expect(told).toEqual(told.map((_, index) => (index % 2 === 0 ? 'live' : 'ended')));
    expect(event?.state).toBe(told.at(-1));
  }
  await close();
});

it('PostgreSQL: a server that crashes and comes back, connections that are cut: everything acked once, in one order', async () => {
  const server = await openPostgres();
  const url = await server.createDatabase();
  const database = await openPostgresForTest(url);
  const world = await sqlWorld(database, () => openPostgresForTest(url));
  const poll = await world.openPoll();
  const told: Committed[] = [];
  let isOver = false;
  let refusals = 0;
  const voters: string[] = [];
  /** As a node does it: the same ops again until they are committed. */
  const insist = async (node: Awaited<ReturnType<typeof world.node>>, ops: readonly Op[]): Promise<void> => {
    for (;;) {
      try {
        told.push(await node.commit(world.event, ops, NOW));
        return;
      } catch (error) {
        expect(error).toMatchObject({ code: 'ROOM_STORE_AWAY', retryable: true });
        refusals++;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  const writers = [1, 2, 3].map(async (who) => {
    const [node, ada] = [await world.node(), await world.person()];
    for (let n = 0; !isOver; n++) {
      const voter = await database.read(async () => ({ ...ada, id: `${who}-${n}` as typeof ada.id })).catch(() => ada);
      if (voter !== ada) voters.push(voter.id);
      await insist(node, [messageOp(ada, `${who} ${n}`), ...(voter === ada ? [] : [voteOp(voter, poll, n % 3)])]);
    }
  });
  const hasMore = (count: number) => waitUntil(() => told.length > count, { within: 20_000, what: 'commits to go on' });
  for (let round = 0; round < 3; round++) {
    await hasMore(told.length + 15);
    await server.cutConnections();
    await hasMore(told.length + 15);
    await server.crash();
    await server.start();
  }
  await hasMore(told.length + 15);
  isOver = true;
  await Promise.all(writers);
  const entries = await sqlRoomStore(database, { nowMs: () => NOW }).read(world.event, 0, 100_000);
  expect(entries.map(({ offset }) => offset)).toEqual(entries.map((_, index) => index + 1));
  const texts = entries.map(textOf).filter((text) => text !== '');
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts).toHaveLength(told.length);
  for (const { outcomes } of told) expect(outcomes.every(({ ok }) => ok)).toBe(true);
  for (const who of [1, 2, 3])
    expect(texts.filter((text) => text.startsWith(`${who} `)).map((text) => Number(text.split(' ')[1]))).toEqual(
      texts.filter((text) => text.startsWith(`${who} `)).map((_, index) => index),
    );
  const tally = await sqlRoomStore(database, { nowMs: () => NOW }).tally(world.event, [poll]);
  expect(tally[poll]?.voters).toBe(voters.length);
  expect(refusals).toBeGreaterThan(0);
  await world.close();
  await database.close();
  await server.close();
});
