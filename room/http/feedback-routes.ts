import { FeedbackSummaryShape } from '../../core/contracts/room/feedback.ts';
import { countFeedback } from '../db/feedback.ts';
import { summaryOf } from '../feedback/summary.ts';
import type { Api } from './api.ts';
import { eventOf } from './event-of.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, OF_EVENT } from './route-tools.ts';

/** What visitors think. */
export function feedbackRoutes(api: Api, { database, keeper }: Desk): void {
  api.get(
    '/events/:event/feedback',
    {
      ...keeper.needs('analyst'),
      schema: {
        ...about(
          'events',
          'getFeedback',
          'What visitors think: rating (CSAT), ease (CES), recommendation (NPS); numbers, and nobody’s name',
        ),
        ...{ params: OF_EVENT, response: { 200: FeedbackSummaryShape, ...ERRORS } },
      },
    },
    async (request) =>
      database.read(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        const { people, marks } = await countFeedback(db, tenant, id);
        return summaryOf(people, marks);
      }),
  );
}
