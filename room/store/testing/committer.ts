/** For tests: a process that commits messages as fast as it can and says which are committed, until it is killed. Arguments: the file, the event, an author. */
import { openDatabase } from '../../db/database.ts';
import type { Author } from '../../../core/contracts/room/entries.ts';
import type { EventId } from '../../../core/contracts/room/ids.ts';
import { systemClock } from '../../../core/runtime/clock.ts';
import { sqlRoomStore } from '../room-store-sql.ts';
import { messageOp } from './world.ts';

const [, , file = '', event = '', author = ''] = process.argv;
const database = await openDatabase({ kind: 'sqlite', file, busyMs: 2_000 });
const store = sqlRoomStore(database, systemClock);
const somebody: Author = { id: author as Author['id'], name: 'Ada', role: 'attendee' };
for (let n = 0; ; n++) {
  const ops = Array.from({ length: 1 + (n % 7) }, (_, index) => messageOp(somebody, `${process.pid} ${n} ${index}`));
  const { outcomes } = await store.commit(event as EventId, ops, Date.now());
  const acked = outcomes.map((outcome, index) => [outcome.ok ? outcome.offset : 0, ops[index]?.text]);
  process.stdout.write(`${JSON.stringify(acked)}\n`);
}
