import type { Migration } from '../migrate.ts';

/** What is said in the room of an event. */
export const rooms: Migration = {
  name: '0003-rooms',
  both: [
    // The row whose lock makes offsets follow the order of commits.
    `CREATE TABLE rooms (
      event TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
      tenant TEXT NOT NULL,
      epoch TEXT NOT NULL,
      last_offset BIGINT NOT NULL,
      rules TEXT NOT NULL,
      pinned TEXT
    )`,
    // "target": which entry it repeats the text of (a pin).
    `CREATE TABLE entries (
      event TEXT NOT NULL REFERENCES rooms (event) ON DELETE CASCADE,
      feed_offset BIGINT NOT NULL,
      tenant TEXT NOT NULL,
      at_ms BIGINT NOT NULL,
      audience TEXT NOT NULL CHECK (audience IN ('all', 'staff', 'author')),
      kind TEXT NOT NULL,
      author TEXT,
      client_id TEXT,
      target BIGINT,
      body TEXT NOT NULL,
      PRIMARY KEY (event, feed_offset)
    )`,
    'CREATE INDEX entries_by_author ON entries (event, author)',
    'CREATE INDEX entries_by_target ON entries (event, target)',
    'CREATE INDEX entries_by_time ON entries (event, at_ms)',
    // What was done under which id, so that it is not done again.
    `CREATE TABLE done_ops (
      event TEXT NOT NULL REFERENCES rooms (event) ON DELETE CASCADE,
      person TEXT NOT NULL,
      client_id TEXT NOT NULL,
      tenant TEXT NOT NULL,
      at_ms BIGINT NOT NULL,
      outcome TEXT NOT NULL,
      PRIMARY KEY (event, person, client_id)
    )`,
    'CREATE INDEX done_ops_by_time ON done_ops (at_ms)',
    `CREATE TABLE held_messages (
      event TEXT NOT NULL REFERENCES rooms (event) ON DELETE CASCADE,
      feed_offset BIGINT NOT NULL,
      tenant TEXT NOT NULL,
      client_id TEXT NOT NULL,
      author TEXT NOT NULL,
      author_name TEXT NOT NULL,
      author_role TEXT NOT NULL,
      audience TEXT NOT NULL,
      text TEXT NOT NULL,
      reply_to BIGINT,
      state TEXT NOT NULL CHECK (state IN ('held', 'approved', 'refused')),
      PRIMARY KEY (event, feed_offset)
    )`,
    'CREATE INDEX held_messages_by_id ON held_messages (event, client_id)',
    `CREATE TABLE polls (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL,
      event TEXT NOT NULL REFERENCES rooms (event) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('single', 'multiple', 'text', 'rating', 'nps')),
      question TEXT NOT NULL,
      options TEXT NOT NULL,
      is_test INTEGER NOT NULL,
      correct TEXT NOT NULL,
      is_changeable INTEGER NOT NULL,
      results TEXT NOT NULL CHECK (results IN ('hidden', 'after-voting', 'always')),
      max_choices INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'archived')),
      opened_at_ms BIGINT,
      closes_at_ms BIGINT,
      final TEXT,
      created_at_ms BIGINT NOT NULL
    )`,
    'CREATE INDEX polls_by_event ON polls (event, id)',
    // One ticket one vote, said by the key.
    `CREATE TABLE ballots (
      poll TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
      voter TEXT NOT NULL,
      tenant TEXT NOT NULL,
      event TEXT NOT NULL,
      choice TEXT NOT NULL,
      at_ms BIGINT NOT NULL,
      PRIMARY KEY (poll, voter)
    )`,
    'CREATE INDEX ballots_by_voter ON ballots (event, voter)',
    `CREATE TABLE questions (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL,
      event TEXT NOT NULL REFERENCES rooms (event) ON DELETE CASCADE,
      author TEXT NOT NULL,
      author_name TEXT NOT NULL,
      author_role TEXT NOT NULL,
      is_anonymous INTEGER NOT NULL,
      text TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('held', 'open', 'answered', 'answered-live', 'dismissed')),
      answer TEXT,
      is_pinned INTEGER NOT NULL,
      asked_at_ms BIGINT NOT NULL
    )`,
    'CREATE INDEX questions_by_event ON questions (event, id)',
    'CREATE INDEX questions_by_author ON questions (event, author)',
    `CREATE TABLE upvotes (
      question TEXT NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
      voter TEXT NOT NULL,
      tenant TEXT NOT NULL,
      event TEXT NOT NULL,
      PRIMARY KEY (question, voter)
    )`,
    'CREATE INDEX upvotes_by_voter ON upvotes (event, voter)',
    `CREATE TABLE cues (
      event TEXT NOT NULL REFERENCES rooms (event) ON DELETE CASCADE,
      feed_offset BIGINT NOT NULL,
      tenant TEXT NOT NULL,
      kind TEXT NOT NULL,
      cue TEXT NOT NULL,
      at_ms BIGINT NOT NULL,
      PRIMARY KEY (event, feed_offset)
    )`,
  ],
};
