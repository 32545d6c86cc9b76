/** Why a database cannot be opened. For the operator; an unreachable one is StoreAway of room/errors.ts. */
import { defineError } from '../../core/runtime/errors.ts';

/** A later Plenary has been here. */
export const DatabaseNewer = defineError<{ readonly unknown: readonly string[] }>('ROOM_DATABASE_NEWER', {
  status: 500,
  retryable: false,
  message: ({ unknown }) =>
    `the database was made by a newer Plenary (it has ${unknown.join(', ')}, which this one does not know): start that version again, or restore a backup from before it`,
});

/** A migration that was applied is not the one in the code: nobody can tell what the tables look like. */
export const DatabaseAltered = defineError<{ readonly migration: string }>('ROOM_DATABASE_ALTERED', {
  status: 500,
  retryable: false,
  message: ({ migration }) => `the database was made with another text of migration ${migration}: this Plenary does not fit it`,
});
