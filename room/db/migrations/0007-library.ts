import type { Migration } from '../migrate.ts';

/** What an organisation keeps beside its events: settings under a name, pictures, and what new events take from the house. */
export const library: Migration = {
  name: '0007-library',
  both: [
    `CREATE TABLE templates (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      starts_at_ms BIGINT,
      time_zone TEXT NOT NULL,
      access TEXT NOT NULL CHECK (access IN ('open', 'password', 'token', 'registration')),
      settings TEXT NOT NULL,
      polls TEXT NOT NULL,
      created_by TEXT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      UNIQUE (tenant, name)
    )`,
    `CREATE TABLE house_rules (
      tenant TEXT PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
      chat_days INTEGER NOT NULL CHECK (chat_days >= 1),
      recording_days INTEGER NOT NULL CHECK (recording_days >= 1)
    )`,
  ],
  own: {
    sqlite: [pictures('BLOB')],
    postgres: [pictures('BYTEA')],
  },
};

function pictures(bytes: 'BLOB' | 'BYTEA'): string {
  return `CREATE TABLE pictures (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
      type TEXT NOT NULL CHECK (type IN ('image/png', 'image/jpeg', 'image/webp')),
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      bytes ${bytes} NOT NULL,
      created_by TEXT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      used_at_ms BIGINT NOT NULL
    )`;
}
