/** A poll as the organiser prepares it: over HTTP (`POST /api/events/<id>/polls`). The rules of room/poll have the last word. Schema and type in one. */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import { POLL_KINDS, RESULTS_WHEN } from './entries.ts';

export const PollDraftShape = Type.Object(
  {
    kind: Type.Enum([...POLL_KINDS]),
    question: Type.String({ maxLength: 2_000 }),
    /** Of single and multiple; else empty. */
    options: Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 50 }),
    /** Has right answers, told when it is settled. */
    isTest: Type.Boolean(),
    /** Indexes of the right options of a test; else empty. */
    correct: Type.Array(Type.Integer({ minimum: 0, maximum: 49 }), { maxItems: 50, uniqueItems: true }),
    /** A ballot may be changed until the poll is closed. */
    isChangeable: Type.Boolean(),
    results: Type.Enum([...RESULTS_WHEN]),
    /** Most options one may choose (multiple); else 1. */
    maxChoices: Type.Integer({ minimum: 1, maximum: 50 }),
  },
  { additionalProperties: false },
);
export type PollDraft = Static<typeof PollDraftShape>;
