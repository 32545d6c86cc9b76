import { Type } from 'typebox';
import type { PollId } from '../../core/contracts/room/ids.ts';
import { PollShape } from '../../core/contracts/room/organiser.ts';
import { PollDraftShape } from '../../core/contracts/room/polls.ts';
import { writeAudit } from '../db/audit.ts';
import { createPoll, deletePoll, listPolls, updatePoll } from '../db/poll-drafts.ts';
import { checkDraft } from '../poll/draft.ts';
import { refuse } from '../refusals.ts';
import type { Api } from './api.ts';
import { allowed, deny, found } from './answers.ts';
import { callerOf } from './caller.ts';
import { eventOf } from './event-of.ts';
import { pollAnswer } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, NOTHING, noteOf, OF_EVENT, OF_EVENT_ITEM } from './route-tools.ts';

const MAX_POLLS = 100;

/** Polls as they are prepared; opening and closing are acts. */
export function pollRoutes(api: Api, desk: Desk): void {
  const { database, keeper, nowMs } = desk;

  api.get(
    '/events/:event/polls',
    {
      ...keeper.needs('analyst'),
      schema: {
        ...about('polls', 'listPolls', 'The polls of an event, with right answers and final numbers'),
        params: OF_EVENT,
        response: { 200: Type.Object({ polls: Type.Array(PollShape) }, { additionalProperties: false }), ...ERRORS },
      },
    },
    async (request) => {
      const polls = await database.read(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        return listPolls(db, tenant, id);
      });
      return { polls: polls.map(pollAnswer) };
    },
  );

  api.post(
    '/events/:event/polls',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('polls', 'createPoll', 'Prepare a poll'),
        ...{ params: OF_EVENT, body: PollDraftShape, response: { 201: PollShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const { draft } = allowed(request, checkDraft(request.body));
      const poll = await database.write(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        if ((await listPolls(db, tenant, id)).length >= MAX_POLLS) throw deny(request, refuse('ROOM_TOO_MANY', { max: MAX_POLLS }));
        const made = await createPoll(db, tenant, id, draft, nowMs());
        await writeAudit(db, noteOf(callerOf(request), 'poll.created', nowMs(), { event: id, subject: made.id }));
        return made;
      });
      return reply.code(201).send(pollAnswer(poll));
    },
  );

  api.put(
    '/events/:event/polls/:id',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('polls', 'changePoll', 'Change a poll that has not been opened yet'),
        ...{ params: OF_EVENT_ITEM, body: PollDraftShape, response: { 200: PollShape, ...ERRORS } },
      },
    },
    async (request) => {
      const { draft } = allowed(request, checkDraft(request.body));
      const poll = request.params.id as PollId;
      const polls = await database.write(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        if (!(await updatePoll(db, tenant, id, poll, draft))) throw deny(request, refuse('ROOM_NO_SUCH_POLL'));
        await writeAudit(db, noteOf(callerOf(request), 'poll.changed', nowMs(), { event: id, subject: poll }));
        return listPolls(db, tenant, id);
      });
      return pollAnswer(
        found(
          request,
          polls.find(({ id }) => id === poll),
        ),
      );
    },
  );

  api.delete(
    '/events/:event/polls/:id',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('polls', 'deletePoll', 'Delete a poll that has not been opened yet'),
        ...{ params: OF_EVENT_ITEM, response: { 204: NOTHING, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const poll = request.params.id as PollId;
      await database.write(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        if (!(await deletePoll(db, tenant, id, poll))) throw deny(request, refuse('ROOM_NO_SUCH_POLL'));
        await writeAudit(db, noteOf(callerOf(request), 'poll.deleted', nowMs(), { event: id, subject: poll }));
      });
      return reply.code(204).send(null);
    },
  );
}
