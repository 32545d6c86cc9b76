import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Position } from '../core/contracts/room/ids.ts';
import type { StreamStatus } from '../core/contracts/stream-status.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import { Guest, joinEvent } from './rig/guest.ts';
import { publishStage } from './rig/publisher.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, '..');
let plenary: RunningPlenary;

beforeAll(async () => {
  plenary = await startPlenary();
});
afterAll(() => plenary.stop());

const join = (event: string, name: string) => joinEvent(plenary.facts().http, event, name);
const guest = (ticket: string, at?: Position) => new Guest(plenary.facts().http, ticket, at);

describe('the room beside the picture', () => {
  it('takes in whoever has the link, and what one says the other reads', async () => {
    const [nora, kim] = await Promise.all([join('demo', 'Nora'), join('demo', 'کیم')]);
    const [one, two] = [guest(nora.ticket), guest(kim.ticket)];
    await one.say('Hello everybody');
    await two.say('سلام');
    await waitUntil(() => [one, two].every(({ texts }) => texts.length === 2), { within: 10_000, what: 'both messages at both' });
    expect(one.texts).toEqual(['Hello everybody', 'سلام']);
    expect(two.texts).toEqual(one.texts);
    for (const guest of [one, two]) guest.close();
  });

  it('keeps what it has acked through a kill -9, and whoever returns gets exactly what he missed', async () => {
    const { ticket } = await join('demo', 'Nora');
    const before = guest(ticket);
    await before.say('before the crash');
    await waitUntil(() => before.texts.includes('before the crash'), { within: 10_000 });
    const at = before.at;
    const other = guest((await join('demo', 'Kim')).ticket);
    await other.say('while Nora was away');
    await plenary.restart('SIGKILL');
    const after = guest(ticket, at);
    await waitUntil(() => after.texts.length > 0, { within: 15_000, what: 'what was missed' });
    expect(after.texts).toEqual(['while Nora was away']);
    expect(after.frames[0]).toMatchObject({ t: 'welcome', missedMore: false, you: { name: 'Nora' } });
    after.close();
  });

  it('a key made on the command line makes an event that can be watched and talked in; revoked, its publisher is cut', async () => {
    const env = { ...process.env, DATA_DIR: plenary.dataDir };
    const command = (...words: string[]) => run(process.execPath, [path.join(ROOT, 'main.ts'), 'keys', ...words], { env });
    const key = (await command('create', '--stream', 'second')).stdout.trim();
    expect(key).toMatch(/^pk_/);
    const { http, rtmp } = plenary.facts();
    const publisher = publishStage(`${rtmp}/${key}`);
    try {
      await waitUntil(
        async () => {
          const answer = await fetch(`${http}/api/streams/second`);
          return answer.ok && ((await answer.json()) as StreamStatus).liveUrl !== null;
        },
        { within: 30_000, every: 200, what: 'the second event on air' },
      );
      expect((await join('second', 'Nora')).event.stream).toBe('second');
      const id = /^(\S+)\s+second\s/m.exec((await command('list')).stdout)?.[1] ?? '';
      await command('revoke', id);
      await waitUntil(() => plenary.lines().some((line) => line.includes('"reason":"revoked"')), {
        within: 10_000,
        what: 'the publisher cut',
      });
    } finally {
      await publisher.stop();
    }
  });

  it('says nothing to anybody of a stream that there is not', async () => {
    const { http } = plenary.facts();
    for (const where of ['/api/streams/nothing', '/live/nothing/index.m3u8', '/live/demo-rehearsal/index.m3u8', '/api/card/nothing'])
      expect([404, 403], where).toContain((await fetch(http + where)).status);
  });
});
