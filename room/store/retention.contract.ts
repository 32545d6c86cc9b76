import { expect, it } from 'vitest';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import { noteArrivals } from '../db/attendance.ts';
import { readAudit } from '../db/audit.ts';
import { sweep } from '../db/retention.ts';
import { LATE_BALLOT_MS } from '../poll/states.ts';
import type { StoreWorlds } from './room-store.contract.ts';
import type { SqlStoreWorld } from './testing/world.ts';
import { actOp, clientId, messageOp, NOW, questionOp, voteOp } from './testing/world.ts';

const DAY_MS = 86_400_000;

/** What goes by itself, on every database. */
export function retentionContract(name: string, openWorlds: () => Promise<StoreWorlds<SqlStoreWorld>>): void {
  it(`retention: ${name}: the talk after its days, the people after theirs, nothing before`, async () => {
    const worlds = await openWorlds();
    const world = await worlds.world();
    const store = await world.node();
    const [ada, host] = [await world.person(), await world.person('host')];
    const commit = (ops: Parameters<typeof store.commit>[1], nowMs: number) => store.commit(world.event, ops, nowMs);
    expect(DEFAULT_EVENT_SETTINGS.retention).toEqual({ chatDays: 30, recordingDays: 90 });
    const poll = await world.openPoll({ kind: 'text', options: [] });
    const rude = messageOp(ada, 'old and rude');
    await commit(
      [messageOp(ada, 'old'), rude, questionOp(ada, 'old question?'), { ...voteOp(ada, poll, 0), choice: { text: 'old answer' } }],
      NOW,
    );
    await commit(
      [
        actOp(host, { act: 'pin', offset: 2 }),
        actOp(host, { act: 'remove-message', offset: 3, note: 'old note' }),
        actOp(host, { act: 'close-poll', poll }),
      ],
      NOW,
    );
    await commit([{ kind: 'settle', id: clientId(), poll }], NOW + LATE_BALLOT_MS);
    for (let n = 0; n < 5; n++)
      await commit(
        Array.from({ length: 500 }, (_, index) => messageOp(ada, `old ${n} ${index}`)),
        NOW + 60_000,
      );
    await commit([messageOp(ada, 'newer'), questionOp(ada, 'newer question?')], NOW + DAY_MS);
    const arrival = { tenant: world.tenant, event: world.event, ticket: ada.id, session: 's', cameAtMs: NOW };
    await world.database.write(async (db) => {
      await noteArrivals(db, [arrival]);
      await db.updateTable('events').set({ endedAtMs: NOW }).where('id', '=', world.event).execute();
    });
    const edge = await store.edge(world.event);
    const rows = () =>
      world.database.read(async (db) => ({
        texts: JSON.stringify([
          await store.read(world.event, 0, 10_000),
          await store.open(world.event),
          await readAudit(db, world.tenant, { limit: 100 }),
        ]),
        ballots: (await db.selectFrom('ballots').select('choice').where('event', '=', world.event).execute()).length,
        tickets: (await db.selectFrom('tickets').select('id').where('event', '=', world.event).execute()).length,
        stays: (await db.selectFrom('attendance').select('session').where('event', '=', world.event).execute()).length,
        done: (await db.selectFrom('doneOps').select('clientId').where('event', '=', world.event).execute()).length,
      }));

    const asked: string[] = [];
    const sweepAt = (nowMs: number) =>
      sweep(world.database, nowMs, (stream) => {
        asked.push(stream);
        return Promise.resolve(3);
      });
    expect(await sweepAt(NOW + DAY_MS / 2)).toEqual({ entries: 0, people: 0, usedUp: 0, objects: 0 });
    // the act that was done a moment ago is still known, the one of the day before is not
    await sweepAt(NOW + DAY_MS + 120_000);
    expect(await rows()).toMatchObject({ ballots: 1, tickets: 3, stays: 1, done: 2 });

    const swept = await sweepAt(NOW + 30 * DAY_MS + 120_000);
    expect(swept).toMatchObject({ entries: (edge?.offset ?? 0) - 2, people: 0 });
    const left = await rows();
    expect(left.texts).not.toMatch(/old|rude/);
    expect(left.texts).toContain('newer question?');
    expect(left).toMatchObject({ ballots: 0, tickets: 3, stays: 1, done: 0 });
    // the feed goes on with its numbers, and the numbers of the poll stay
    expect(await store.edge(world.event)).toEqual(edge);
    expect((await store.open(world.event))?.view).toMatchObject({ pinned: null, polls: [{ id: poll, final: { voters: 1, counts: [] } }] });
    expect((await commit([messageOp(ada, 'on')], NOW + 31 * DAY_MS)).outcomes).toEqual([{ ok: true, offset: (edge?.offset ?? 0) + 1 }]);

    expect(await sweepAt(NOW + 90 * DAY_MS + 1)).toMatchObject({ people: 4, objects: 6 });
    expect(asked).toEqual([expect.any(String), `${asked[0]}-rehearsal`]);
    expect(await rows()).toMatchObject({ tickets: 0, stays: 0 });
    await worlds.close();
  });
}
