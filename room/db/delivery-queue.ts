import type { DeliveryQueue } from '../outside/webhook-sender.ts';
import type { Database } from './database.ts';
import { locking } from './lock.ts';
import type { SecretSeal } from './sealed-secrets.ts';

/**
 * The calls that wait, of all organisations. A claim is a due time pushed on: whoever dies with it lets it come due again, and so does a call whose
 * webhook's secret does not open (the installation's secret is another one).
 */
export function databaseDeliveryQueue(database: Database, nowMs: () => number, secretSeal: SecretSeal): DeliveryQueue {
  return {
    claim: (atMs, holdMs, limit) =>
      database.write(async (db) => {
        const due = db
          .selectFrom('deliveries')
          .select('id')
          .where('doneAtMs', 'is', null)
          .where('dueAtMs', '<=', atMs)
          .orderBy('dueAtMs')
          .limit(limit);
        const ids = (await locking(db, due, 'skip').execute()).map(({ id }) => id);
        if (ids.length === 0) return [];
        await db
          .updateTable('deliveries')
          .set({ dueAtMs: atMs + holdMs })
          .where('id', 'in', ids)
          .execute();
        const rows = await db
          .selectFrom('deliveries')
          .innerJoin('webhooks', 'webhooks.id', 'deliveries.webhook')
          .select(['deliveries.id', 'webhooks.url', 'webhooks.secret', 'deliveries.body', 'deliveries.kind', 'deliveries.tries'])
          .select('deliveries.webhook')
          .where('deliveries.id', 'in', ids)
          .orderBy('deliveries.id')
          .execute();
        return rows.flatMap(({ webhook, secret, ...delivery }) => {
          const opened = secretSeal.openWebhook(webhook, secret);
          return opened === undefined ? [] : [{ ...delivery, secret: opened }];
        });
      }),
    settle: async (id, result) => {
      const common = { note: result.note.slice(0, 500) };
      const change = result.kind === 'again' ? { ...common, dueAtMs: result.atMs } : { ...common, doneAtMs: nowMs(), outcome: result.kind };
      await database.read((db) =>
        db
          .updateTable('deliveries')
          .set((eb) => ({ ...change, tries: eb('tries', '+', 1) }))
          .where('id', '=', id)
          .execute(),
      );
    },
  };
}
