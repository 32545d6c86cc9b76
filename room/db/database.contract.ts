import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId, TenantId } from '../../core/contracts/room/ids.ts';
import { StoreAway } from '../errors.ts';
import { writeAudit } from './audit.ts';
import type { Database } from './database.ts';
import { isTaken } from './failures.ts';
import { newId } from './new-id.ts';

/** A place for databases. */
export interface DatabaseWorld {
  /** One more connection, or pool, to the same database, as another node has. */
  open(): Promise<Database>;
  close(): Promise<void>;
}

const NOW = 1_790_000_000_123;

/** What every database does, also when two nodes begin at once. */
export function databaseContract(name: string, openWorld: () => Promise<DatabaseWorld>): void {
  describe(`Database contract: ${name}`, () => {
    let world: DatabaseWorld;
    let database: Database;
    beforeAll(async () => {
      world = await openWorld();
      const nodes = await Promise.all([world.open(), world.open(), world.open()]);
      database = nodes[0];
      await nodes[1].close();
      await nodes[2].close();
    });
    afterAll(async () => {
      await database.close();
      await world.close();
    });

    const addTenant = (name: string, id = newId(NOW) as TenantId) =>
      database.write((db) =>
        db
          .insertInto('tenants')
          .values({ id, name, createdAtMs: NOW })
          .execute()
          .then(() => id),
      );
    const countTenants = (name: string) =>
      database.read((db) =>
        db
          .selectFrom('tenants')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('name', '=', name)
          .executeTakeFirstOrThrow(),
      );

    it('has its tables once, though three nodes began at once, and opens again', async () => {
      const again = await world.open();
      expect(await again.read((db) => db.selectFrom('events').selectAll().execute())).toEqual([]);
      await again.close();
    });

    it('gives times and counts as numbers', async () => {
      const id = await addTenant('numbers');
      const row = await database.read((db) => db.selectFrom('tenants').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
      expect(row).toEqual({ id, name: 'numbers', createdAtMs: NOW });
      expect(await countTenants('numbers')).toEqual({ count: 1 });
    });

    it('writes all or nothing', async () => {
      const failed = database.write(async (db) => {
        await db
          .insertInto('tenants')
          .values({ id: newId(NOW) as TenantId, name: 'half', createdAtMs: NOW })
          .execute();
        throw new Error('changed my mind');
      });
      await expect(failed).rejects.toThrow('changed my mind');
      expect(await countTenants('half')).toEqual({ count: 0 });
    });

    it('keeps statements out of the transactions of others', async () => {
      const slow = database.write(async (db) => {
        await db
          .insertInto('tenants')
          .values({ id: newId(NOW) as TenantId, name: 'slow', createdAtMs: NOW })
          .execute();
        await new Promise((resolve) => setTimeout(resolve, 20));
        throw new Error('rolled back');
      });
      const others = Promise.all(Array.from({ length: 10 }, () => addTenant('beside')));
      await expect(slow).rejects.toThrow('rolled back');
      await others;
      expect(await countTenants('slow')).toEqual({ count: 0 });
      expect(await countTenants('beside')).toEqual({ count: 10 });
    });

    it('tells what is taken from what is broken', async () => {
      const id = await addTenant('taken');
      const again: unknown = await addTenant('taken', id).catch((error: unknown) => error);
      expect(isTaken(again)).toBe(true);
      const orphan: unknown = await database
        .write((db) =>
          db
            .insertInto('invitations')
            .values({
              ...{
                id: newId(NOW),
                tenant: newId(NOW) as TenantId,
                hash: 'h',
                email: 'a@b',
                role: 'owner',
                invitedBy: newId(NOW) as AccountId,
              },
              ...{ createdAtMs: NOW, expiresAtMs: NOW, acceptedAtMs: null },
            })
            .execute(),
        )
        .catch((error: unknown) => error);
      expect(orphan).toBeInstanceOf(Error);
      expect(isTaken(orphan)).toBe(false);
      expect(orphan).not.toBeInstanceOf(StoreAway);
    });

    it('keeps the audit log: nothing is changed, nothing taken away', async () => {
      const tenant = await addTenant('audited');
      await database.write((db) =>
        writeAudit(db, {
          tenant,
          atMs: NOW,
          by: { kind: 'system', id: '', role: '' },
          act: 'event.created',
          event: null,
          subject: null,
          facts: {},
        }),
      );
      const { id } = await database.read((db) =>
        db.selectFrom('audit').select('id').where('tenant', '=', tenant).executeTakeFirstOrThrow(),
      );
      await expect(database.write((db) => db.updateTable('audit').set({ act: 'x' }).where('id', '=', id).execute())).rejects.toThrow(
        'append-only',
      );
      await expect(database.write((db) => db.deleteFrom('audit').where('id', '=', id).execute())).rejects.toThrow('append-only');
      expect(await database.read((db) => db.selectFrom('audit').select('act').where('tenant', '=', tenant).execute())).toEqual([
        { act: 'event.created' },
      ]);
    });

    it('refuses a database of a newer Plenary, and one made by another text', async () => {
      await database.write((db) =>
        db
          .insertInto('migrations' as never)
          .values({ name: '9999-later', checksum: 'c', appliedAtMs: NOW } as never)
          .execute(),
      );
      await expect(world.open()).rejects.toMatchObject({ code: 'ROOM_DATABASE_NEWER', message: expect.stringContaining('9999-later') });
      await database.write((db) =>
        db
          .deleteFrom('migrations' as never)
          .where('name' as never, '=', '9999-later' as never)
          .execute(),
      );
      const first = await database.write(async (db) => {
        const row = (await db
          .selectFrom('migrations' as never)
          .selectAll()
          .orderBy('name' as never)
          .executeTakeFirstOrThrow()) as { name: string; checksum: string };
        await db
          .updateTable('migrations' as never)
          .set({ checksum: 'other' } as never)
          .where('name' as never, '=', row.name as never)
          .execute();
        return row;
      });
      await expect(world.open()).rejects.toMatchObject({ code: 'ROOM_DATABASE_ALTERED', message: expect.stringContaining(first.name) });
      await database.write((db) =>
        db
          .updateTable('migrations' as never)
          .set({ checksum: first.checksum } as never)
          .where('name' as never, '=', first.name as never)
          .execute(),
      );
      await (await world.open()).close();
    });

    it('is away when it is closed', async () => {
      const other = await world.open();
      await other.close();
      await expect(other.read((db) => db.selectFrom('tenants').selectAll().execute())).rejects.toThrow();
    });
  });
}
