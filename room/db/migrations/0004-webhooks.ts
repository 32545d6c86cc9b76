import type { Migration } from '../migrate.ts';

/** What is told to other services, kept until it is told. */
export const webhooks: Migration = {
  name: '0004-webhooks',
  both: [
    `CREATE TABLE webhooks (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
      url TEXT NOT NULL,
      secret TEXT NOT NULL,
      kinds TEXT NOT NULL,
      created_by TEXT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      disabled_at_ms BIGINT
    )`,
    'CREATE INDEX webhooks_by_tenant ON webhooks (tenant, id)',
    `CREATE TABLE deliveries (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL,
      webhook TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      body TEXT NOT NULL,
      tries INTEGER NOT NULL,
      due_at_ms BIGINT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      done_at_ms BIGINT,
      outcome TEXT CHECK (outcome IN ('delivered', 'gave-up')),
      note TEXT NOT NULL
    )`,
    'CREATE INDEX deliveries_due ON deliveries (done_at_ms, due_at_ms)',
    'CREATE INDEX deliveries_by_webhook ON deliveries (tenant, webhook, id)',
  ],
};
