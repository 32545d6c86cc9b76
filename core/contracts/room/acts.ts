/** What the staff may do to a room: over the socket (`act` frame) and over HTTP (`POST /api/events/<id>/acts`) alike. Schema and type in one. */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import { CHAT_MODES, LAYOUTS, RESULTS_WHEN } from './entries.ts';
import { IdText, OffsetNumber, ProgrammeMs } from './ids.ts';

const closed = { additionalProperties: false } as const;
/** When, on the stage's clock: what the host saw when he acted (ADR 0024). Absent: the server's now. */
const at = Type.Optional(ProgrammeMs);
const note = Type.Optional(Type.String({ maxLength: 200 }));

export const ActShape = Type.Union([
  Type.Object({ act: Type.Literal('remove-message'), offset: OffsetNumber, note }, closed),
  Type.Object({ act: Type.Literal('approve'), message: IdText }, closed),
  Type.Object({ act: Type.Literal('refuse'), message: IdText }, closed),
  Type.Object({ act: Type.Literal('pin'), offset: Type.Union([OffsetNumber, Type.Null()]) }, closed),
  Type.Object({ act: Type.Literal('mute'), person: IdText, seconds: Type.Integer({ minimum: 0, maximum: 86_400 }), note }, closed),
  /** The ticket is revoked, the sockets are closed, the media grants end; `erase` takes away what was said too. */
  Type.Object({ act: Type.Literal('ban'), person: IdText, erase: Type.Boolean(), note }, closed),
  Type.Object({ act: Type.Literal('unban'), person: IdText }, closed),
  Type.Object(
    {
      act: Type.Literal('rules'),
      change: Type.Partial(
        Type.Object(
          {
            chat: Type.Enum([...CHAT_MODES]),
            slowSeconds: Type.Integer({ minimum: 0, maximum: 120 }),
            links: Type.Boolean(),
            reactions: Type.Boolean(),
            questions: Type.Boolean(),
            moderateQuestions: Type.Boolean(),
            anonymousQuestions: Type.Boolean(),
            readablePerSecond: Type.Integer({ minimum: 0, maximum: 100 }),
          },
          closed,
        ),
        closed,
      ),
    },
    closed,
  ),
  Type.Object(
    { act: Type.Literal('open-poll'), poll: IdText, atMs: at, forSeconds: Type.Optional(Type.Integer({ minimum: 5, maximum: 86_400 })) },
    closed,
  ),
  Type.Object({ act: Type.Literal('close-poll'), poll: IdText, atMs: at }, closed),
  Type.Object({ act: Type.Literal('archive-poll'), poll: IdText }, closed),
  /** Who sees the numbers, from now on. */
  Type.Object({ act: Type.Literal('poll-results'), poll: IdText, results: Type.Enum([...RESULTS_WHEN]) }, closed),
  Type.Object({ act: Type.Literal('show-question'), question: IdText }, closed),
  Type.Object({ act: Type.Literal('answer-question'), question: IdText, answer: Type.String({ minLength: 1, maxLength: 2_000 }) }, closed),
  Type.Object({ act: Type.Literal('answered-live'), question: IdText }, closed),
  Type.Object({ act: Type.Literal('dismiss-question'), question: IdText }, closed),
  Type.Object({ act: Type.Literal('pin-question'), question: IdText, isPinned: Type.Boolean() }, closed),
  Type.Object({ act: Type.Literal('layout'), layout: Type.Enum([...LAYOUTS]), atMs: at }, closed),
  Type.Object(
    {
      act: Type.Literal('banner'),
      text: Type.String({ minLength: 1, maxLength: 300 }),
      url: Type.Optional(Type.String({ pattern: '^https://', maxLength: 500 })),
      atMs: at,
    },
    closed,
  ),
  Type.Object({ act: Type.Literal('banner-off'), atMs: at }, closed),
  Type.Object({ act: Type.Literal('redirect'), url: Type.String({ pattern: '^https://', maxLength: 500 }), atMs: at }, closed),
  /** Takes back the layout, banner or redirect of this offset. */
  Type.Object({ act: Type.Literal('undo-cue'), offset: OffsetNumber }, closed),
]);

export type Act = Static<typeof ActShape>;
export type ActName = Act['act'];
