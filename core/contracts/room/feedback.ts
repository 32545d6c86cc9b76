/** What visitors think of an event: `POST /api/feedback`, `GET /api/events/<id>/feedback`. Schema and type in one. */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import { RenewRequestShape } from './join.ts';
import { type MarkName, MARKS } from './marks.ts';

const closed = { additionalProperties: false } as const;

const mark = (name: MarkName) => Type.Optional(Type.Integer({ minimum: MARKS[name].least, maximum: MARKS[name].most }));

/** One tap or more; what is told again takes the place of what was told. */
export const FeedbackShape = Type.Object(
  { ticket: RenewRequestShape.properties.ticket, rating: mark('rating'), ease: mark('ease'), recommend: mark('recommend') },
  closed,
);
export type Feedback = Static<typeof FeedbackShape>;

const CountedShape = Type.Object(
  {
    answers: Type.Integer(),
    /** How often each mark was given, the least first. */
    counts: Type.Array(Type.Integer()),
    /** The average mark; of `recommend` the net promoter score: the share of 9 and 10 less the share of 0 to 6, -100 to 100. Null: nobody has answered. */
    score: Type.Union([Type.Number(), Type.Null()]),
  },
  closed,
);

/** For the organisers: numbers, and nobody's name. */
export const FeedbackSummaryShape = Type.Object(
  { people: Type.Integer(), rating: CountedShape, ease: CountedShape, recommend: CountedShape },
  closed,
);
export type FeedbackSummary = Static<typeof FeedbackSummaryShape>;
