import { describe, expect, it } from 'vitest';
import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import { ManualClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { StoreAway } from '../errors.ts';
import { AttendanceWriter } from './attendance-writer.ts';

const EVENT = 'event' as EventId;
const GONE = 'gone' as EventId;
const who = (name: string) => ({ ticket: name as TicketId, session: `session of ${name}` });

function rig() {
  const clock = new ManualClock(1_000);
  const written: string[] = [];
  const fails: Error[] = [];
  const writer = new AttendanceWriter({
    ...{ clock, log: silentLog },
    tenantOf: (event) => Promise.resolve(event === EVENT ? ('tenant' as TenantId) : undefined),
    write: (arrivals, departures) => {
      const failure = fails.shift();
      if (failure !== undefined) return Promise.reject(failure);
      written.push(...arrivals.map(({ ticket, cameAtMs }) => `${ticket} came ${cameAtMs}`));
      written.push(...departures.map(({ session, cameAtMs, leftAtMs }) => `${session} was there ${cameAtMs} to ${leftAtMs}`));
      return Promise.resolve();
    },
  });
  return { clock, written, fails, writer };
}

describe('attendance as it is written down', () => {
  it('many at once, a second later; an end with its beginning', async () => {
    const { clock, written, writer } = rig();
    writer.note(EVENT, who('ada'), true);
    writer.note(EVENT, who('ben'), true);
    clock.advance(500);
    expect(written).toEqual([]);
    writer.note(EVENT, who('ada'), false);
    clock.advance(500);
    await waitUntil(() => written.length === 3, { within: 5_000 });
    expect(written).toEqual(['ada came 1000', 'ben came 1000', 'session of ada was there 1000 to 1500']);
    await writer.close();
  });

  it('a session that comes again, on another socket, ends its stay of before', async () => {
    const { clock, written, writer } = rig();
    writer.note(EVENT, who('ada'), true);
    clock.advance(10);
    writer.note(EVENT, who('ada'), true);
    await writer.close();
    expect(written).toEqual(['ada came 1000', 'ada came 1010', 'session of ada was there 1000 to 1010']);
  });

  it('is tried again while the database is away', async () => {
    const { clock, written, fails, writer } = rig();
    fails.push(new StoreAway({}));
    writer.note(EVENT, who('ada'), true);
    clock.advance(1_000);
    await waitUntil(() => fails.length === 0, { within: 5_000 });
    await waitUntil(
      () => {
        clock.advance(5_000);
        return written.length === 1;
      },
      { within: 5_000 },
    );
    expect(written).toEqual(['ada came 1000']);
    await writer.close();
  });

  it('what no database takes is let go, and holds nothing else up; nor does an event that is gone', async () => {
    const { written, fails, writer } = rig();
    fails.push(new Error('no such event'));
    writer.note(EVENT, who('ada'), true);
    await writer.close();
    expect(written).toEqual([]);
    writer.note(GONE, who('ben'), true);
    await writer.close();
    expect(written).toEqual([]);
  });
});
