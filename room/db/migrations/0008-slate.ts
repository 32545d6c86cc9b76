import type { Migration } from '../migrate.ts';

/** The slate that a host holds before viewers: it stays whatever is started anew. Few are held, and they are asked for more than once a second. */
export const slate: Migration = {
  name: '0008-slate',
  both: [
    'ALTER TABLE rooms ADD COLUMN is_slate_held INTEGER NOT NULL DEFAULT 0',
    'CREATE INDEX rooms_by_slate ON rooms (event) WHERE is_slate_held = 1',
  ],
};
