import type { Migration } from '../migrate.ts';

/** The plan of a show: cues that are prepared, armed and fired by hand. `undo`: the act that takes back what was fired. */
export const plan: Migration = {
  name: '0009-plan',
  both: [
    `CREATE TABLE planned_cues (
      id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL,
      event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
      at TEXT NOT NULL,
      planned TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('planned', 'armed', 'fired', 'undone')),
      revision INTEGER NOT NULL,
      undo TEXT,
      fired_at_ms BIGINT,
      created_at_ms BIGINT NOT NULL
    )`,
    'CREATE INDEX planned_cues_by_event ON planned_cues (tenant, event, id)',
  ],
};
