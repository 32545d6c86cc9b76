/** For tests: a process that moves an event on and on as fast as it can, telling its room, until it is killed. Arguments: the file, the tenant, the event. */
import type { EventId, TenantId } from '../../../core/contracts/room/ids.ts';
import { openDatabase } from '../../db/database.ts';
import { getEvent } from '../../db/events.ts';
import { moveEvent } from '../event-changes.ts';

const [, , file = '', tenant = '', event = ''] = process.argv;
const database = await openDatabase({ kind: 'sqlite', file, busyMs: 2_000 });
for (;;) {
  await database.write(async (db) => {
    const { state = 'draft' } = (await getEvent(db, tenant as TenantId, event as EventId)) ?? {};
    await moveEvent(db, tenant as TenantId, event as EventId, { from: state, to: state === 'live' ? 'ended' : 'live' }, Date.now());
  });
  process.stdout.write('moved\n');
}
