import { openSqliteForTest } from '../db/testing/open.ts';
import { roomStoreContract } from './room-store.contract.ts';
import { fakeWorld } from './testing/fake-world.ts';
import { sqlWorld } from './testing/world.ts';

roomStoreContract('fake', fakeWorld);

roomStoreContract('SQLite', async () => {
  const { database, close } = await openSqliteForTest();
  return { world: () => sqlWorld(database), close };
});
