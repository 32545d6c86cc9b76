import type { Migration } from '../migrate.ts';

/** What was changed lately is found without looking at everything: the origin asks for it more than once a second. */
export const changes: Migration = {
  name: '0005-changes',
  both: ['CREATE INDEX events_by_change ON events (changed_at_ms)'],
};
