/** What an event amounted to, in numbers: `GET /api/events/<id>/report`. Schema and type in one. */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import { FeedbackSummaryShape } from './feedback.ts';
import { instantOrNull, PollShape } from './organiser.ts';

const closed = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 0 });

/** Who was there: the audience, without the staff. A person on two devices is one person. */
export const AttendanceSummaryShape = Type.Object(
  {
    /** People who came, the waiting room included; */
    came: count,
    /** of them those who were there while it was on air. */
    watched: count,
    /** The most at once while it was on air, */
    peak: count,
    /** and when that was first. */
    peakAt: instantOrNull,
    /** Watched altogether while it was on air, */
    minutes: count,
    /** and by each who watched, to a tenth. */
    averageMinutes: Type.Number(),
    /** How long each number of `viewers` stands for. */
    stepMinutes: Type.Integer({ minimum: 1 }),
    /** The most at once in each step since it went on air. */
    viewers: Type.Array(count),
  },
  closed,
);
export type AttendanceSummary = Static<typeof AttendanceSummaryShape>;

/** A question of the audience, as it ended. */
export const AskedShape = Type.Object(
  {
    text: Type.String(),
    /** Null: asked without a name. */
    author: Type.Union([Type.String(), Type.Null()]),
    ...{ askedAtMs: Type.Integer(), upvotes: count, state: Type.String(), answer: Type.Union([Type.String(), Type.Null()]) },
  },
  closed,
);
export type Asked = Static<typeof AskedShape>;

export const ReportShape = Type.Object(
  {
    ...{ wentLiveAt: instantOrNull, endedAt: instantOrNull, attendance: AttendanceSummaryShape },
    /** Places that are taken. */
    registered: count,
    /** Messages to everybody that stand. */
    messages: count,
    /** Most wanted first, at most 500; without those that were put aside. */
    questions: Type.Array(AskedShape),
    /** Those that were opened; after the end of the event each with its numbers, while it is on those that are settled. */
    polls: Type.Array(PollShape),
    feedback: FeedbackSummaryShape,
  },
  closed,
);
export type Report = Static<typeof ReportShape>;
