import type { Migration } from '../migrate.ts';

/** A template has the plan of the show too. A cue that opens or closes a poll names it by its place among the template's polls. */
export const templatePlan: Migration = {
  name: '0010-template-plan',
  both: ["ALTER TABLE templates ADD COLUMN plan TEXT NOT NULL DEFAULT '[]'"],
};
