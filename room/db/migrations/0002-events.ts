import type { Migration } from '../migrate.ts';

/** Events and who may come to them. */
export const events: Migration = {
  name: '0002-events',
  both: [
    `CREATE TABLE events (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
      slug TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'live', 'ended', 'published')),
      starts_at_ms BIGINT,
      ends_at_ms BIGINT,
      time_zone TEXT NOT NULL,
      access TEXT NOT NULL CHECK (access IN ('open', 'password', 'token', 'registration')),
      password_hash TEXT,
      settings TEXT NOT NULL,
      created_by TEXT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      changed_at_ms BIGINT NOT NULL,
      went_live_at_ms BIGINT,
      ended_at_ms BIGINT
    )`,
    'CREATE INDEX events_by_tenant ON events (tenant, id)',
    `CREATE TABLE consents (
      event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
      version INTEGER NOT NULL,
      tenant TEXT NOT NULL,
      text TEXT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      PRIMARY KEY (event, version)
    )`,
    `CREATE TABLE stream_keys (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL,
      event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
      slot TEXT NOT NULL CHECK (slot IN ('primary', 'backup', 'rehearsal')),
      hmac TEXT NOT NULL UNIQUE,
      label TEXT NOT NULL,
      created_by TEXT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      revoked_at_ms BIGINT
    )`,
    'CREATE INDEX stream_keys_by_event ON stream_keys (tenant, event, id)',
    `CREATE TABLE tickets (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL,
      event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('open', 'password', 'token', 'registration', 'staff')),
      role TEXT NOT NULL CHECK (role IN ('host', 'moderator', 'presenter', 'attendee')),
      name TEXT NOT NULL,
      account TEXT,
      token_hash TEXT UNIQUE,
      max_sessions INTEGER NOT NULL,
      created_at_ms BIGINT NOT NULL,
      revoked_at_ms BIGINT,
      muted_until_ms BIGINT NOT NULL DEFAULT 0
    )`,
    'CREATE INDEX tickets_by_event ON tickets (tenant, event, id)',
    'CREATE INDEX tickets_by_revocation ON tickets (revoked_at_ms)',
    'CREATE INDEX tickets_by_account ON tickets (tenant, account)',
    `CREATE TABLE ticket_sessions (
      session TEXT PRIMARY KEY,
      tenant TEXT NOT NULL,
      event TEXT NOT NULL,
      ticket TEXT NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      created_at_ms BIGINT NOT NULL,
      renewed_at_ms BIGINT NOT NULL,
      revoked_at_ms BIGINT
    )`,
    'CREATE INDEX ticket_sessions_by_ticket ON ticket_sessions (tenant, ticket, created_at_ms)',
    'CREATE INDEX ticket_sessions_by_revocation ON ticket_sessions (revoked_at_ms)',
    `CREATE TABLE registrations (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL,
      event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
      ticket TEXT NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      email TEXT,
      answers TEXT NOT NULL,
      consent_version INTEGER,
      language TEXT NOT NULL,
      created_at_ms BIGINT NOT NULL
    )`,
    'CREATE INDEX registrations_by_event ON registrations (tenant, event, id)',
    'CREATE INDEX registrations_by_ticket ON registrations (ticket)',
    'CREATE UNIQUE INDEX registrations_once ON registrations (event, email)',
    `CREATE TABLE attendance (
      event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
      session TEXT NOT NULL,
      came_at_ms BIGINT NOT NULL,
      tenant TEXT NOT NULL,
      ticket TEXT NOT NULL,
      left_at_ms BIGINT,
      PRIMARY KEY (event, session, came_at_ms)
    )`,
    'CREATE INDEX attendance_by_ticket ON attendance (tenant, ticket)',
  ],
};
