import { openSqliteForTest } from '../db/testing/open.ts';
import { actsContract } from './acts.contract.ts';
import { retentionContract } from './retention.contract.ts';
import { roomStoreContract } from './room-store.contract.ts';
import { fakeWorld } from './testing/fake-world.ts';
import { sqlWorld } from './testing/world.ts';

roomStoreContract('fake', fakeWorld);

const sqlite = async () => {
  const { database, close } = await openSqliteForTest();
  return { world: () => sqlWorld(database), close };
};
roomStoreContract('SQLite', sqlite);
actsContract('SQLite', sqlite);
retentionContract('SQLite', sqlite);
