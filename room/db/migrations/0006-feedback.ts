import type { Migration } from '../migrate.ts';

/** What visitors think of an event: one row a ticket, a mark may be missing. */
export const feedback: Migration = {
  name: '0006-feedback',
  both: [
    `CREATE TABLE feedback (
      event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
      ticket TEXT NOT NULL,
      tenant TEXT NOT NULL,
      rating INTEGER CHECK (rating BETWEEN 1 AND 5),
      ease INTEGER CHECK (ease BETWEEN 1 AND 5),
      recommend INTEGER CHECK (recommend BETWEEN 0 AND 10),
      at_ms BIGINT NOT NULL,
      PRIMARY KEY (event, ticket)
    )`,
  ],
};
