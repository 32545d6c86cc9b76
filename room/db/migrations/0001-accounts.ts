import type { Migration } from '../migrate.ts';

/** Who runs events: organisations, their people, how they sign in, and the log of what they did. */
export const accounts: Migration = {
  name: '0001-accounts',
  both: [
    `CREATE TABLE tenants (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      created_at_ms BIGINT NOT NULL
    )`,
    `CREATE TABLE accounts (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
      email TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('owner', 'producer', 'moderator', 'analyst')),
      password_hash TEXT,
      totp_secret TEXT,
      totp_last_step BIGINT NOT NULL DEFAULT 0,
      language TEXT NOT NULL DEFAULT 'en',
      added_by TEXT,
      created_at_ms BIGINT NOT NULL,
      disabled_at_ms BIGINT
    )`,
    'CREATE INDEX accounts_by_tenant ON accounts (tenant, id)',
    `CREATE TABLE sessions (
      hash TEXT PRIMARY KEY,
      tenant TEXT NOT NULL,
      account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
      created_at_ms BIGINT NOT NULL,
      seen_at_ms BIGINT NOT NULL,
      proved_at_ms BIGINT NOT NULL,
      expires_at_ms BIGINT NOT NULL
    )`,
    'CREATE INDEX sessions_by_account ON sessions (tenant, account)',
    'CREATE INDEX sessions_by_expiry ON sessions (expires_at_ms)',
    `CREATE TABLE invitations (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
      hash TEXT NOT NULL UNIQUE,
      email TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('owner', 'producer', 'moderator', 'analyst')),
      invited_by TEXT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      expires_at_ms BIGINT NOT NULL,
      accepted_at_ms BIGINT
    )`,
    'CREATE INDEX invitations_by_tenant ON invitations (tenant, id)',
    `CREATE TABLE api_keys (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
      hmac TEXT NOT NULL UNIQUE,
      label TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('owner', 'producer', 'moderator', 'analyst')),
      created_by TEXT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      used_at_ms BIGINT,
      revoked_at_ms BIGINT
    )`,
    'CREATE INDEX api_keys_by_tenant ON api_keys (tenant, id)',
    // Ids only: what is said of people by name or word stands in audit_texts, which can be erased.
    `CREATE TABLE audit (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL,
      at_ms BIGINT NOT NULL,
      by_kind TEXT NOT NULL CHECK (by_kind IN ('account', 'ticket', 'api-key', 'system')),
      by_id TEXT NOT NULL,
      by_role TEXT NOT NULL,
      act TEXT NOT NULL,
      event TEXT,
      subject TEXT,
      facts TEXT NOT NULL
    )`,
    'CREATE INDEX audit_by_tenant ON audit (tenant, id)',
    'CREATE INDEX audit_by_event ON audit (tenant, event, id)',
    `CREATE TABLE audit_texts (
      audit TEXT NOT NULL,
      tenant TEXT NOT NULL,
      event TEXT,
      person TEXT,
      kind TEXT NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (audit, kind)
    )`,
    'CREATE INDEX audit_texts_by_person ON audit_texts (tenant, event, person)',
  ],
  own: {
    sqlite: [
      `CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
      `CREATE TRIGGER audit_keeps_facts BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
      // INSERT OR REPLACE deletes without asking the trigger above
      `CREATE TRIGGER audit_adds_only BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
    ],
    postgres: [
      `CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$`,
      'CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()',
      'CREATE TRIGGER audit_keeps_all BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()',
    ],
  },
};
