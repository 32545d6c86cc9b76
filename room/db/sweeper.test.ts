import { expect, it } from 'vitest';
import { ManualClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { createSession } from './sessions.ts';
import { openSweeper } from './sweeper.ts';
import { NOW, testTenant } from './testing/fixtures.ts';
import { openSqliteForTest } from './testing/open.ts';

it('deletes what is over a minute after the start and every hour, also after a sweep that failed, and not once it is closed', async () => {
  const { database, close } = await openSqliteForTest();
  const { tenant, owner } = await testTenant(database);
  const clock = new ManualClock(NOW);
  let isAway = false;
  let looks = 0;
  const read: typeof database.read = (work) => {
    looks++;
    return isAway ? Promise.reject(new Error('away')) : database.read(work);
  };
  const sweeper = openSweeper({
    ...{ database: { ...database, read }, clock, log: silentLog, random: () => 0.5 },
    forgetRecordings: () => Promise.resolve(0),
  });
  const sessions = () => database.read((db) => db.selectFrom('sessions').select('hash').execute()).then((rows) => rows.length);
  const signIn = (hash: string) =>
    database.write((db) => createSession(db, { hash, tenant, account: owner.id, expiresAtMs: clock.nowMs() + 1_000 }, clock.nowMs()));
  await signIn('first');
  clock.advance(59_000);
  expect([await sessions(), looks]).toEqual([1, 0]);
  isAway = true;
  clock.advance(2_000);
  await waitUntil(async () => looks === 1, { within: 5_000 });
  isAway = false;
  await waitUntil(
    async () => {
      clock.advance(3_600_000);
      return (await sessions()) === 0;
    },
    { within: 5_000 },
  );
  await sweeper.close();
  const before = looks;
  clock.advance(8_000_000);
  expect(looks).toBe(before);
  await close();
});
