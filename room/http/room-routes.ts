import { Type } from 'typebox';
import { ActShape } from '../../core/contracts/room/acts.ts';
import type { EventId } from '../../core/contracts/room/ids.ts';
import { IdText, OffsetNumber } from '../../core/contracts/room/ids.ts';
import { MessageShape } from '../../core/contracts/room/organiser.ts';
import { listMessages } from '../db/messages.ts';
import { isAtLeast } from '../people/roles.ts';
import type { Api } from './api.ts';
import { allowed } from './answers.ts';
import { callerOf } from './caller.ts';
import { eventOf } from './event-of.ts';
import { messageAnswer } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, DEFAULT_LIMIT, ERRORS, OF_EVENT } from './route-tools.ts';
import type { StaffInRoom } from './staff-in-room.ts';

const closed = { additionalProperties: false } as const;

/** The room of an event from outside it: what the staff do, what was said. */
export function roomRoutes(api: Api, { database, keeper }: Desk, staff: StaffInRoom): void {
  api.post(
    '/events/:event/acts',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('room', 'act', 'Do something in the room: moderate, open a poll, change the layout. The same id again is the same act'),
        params: OF_EVENT,
        body: Type.Object({ id: IdText, act: ActShape }, closed),
        response: { 200: Type.Object({ offset: Type.Union([OffsetNumber, Type.Null()]) }, closed), ...ERRORS },
      },
    },
    async (request) => {
      const { id } = await database.read((db) => eventOf(db, request, request.params.event));
      const outcome = allowed(request, await staff.act(callerOf(request), id, request.body.id, request.body.act));
      return { offset: outcome.offset ?? null };
    },
  );

  api.get(
    '/events/:event/messages',
    {
      ...keeper.needs('analyst'),
      schema: {
        ...about('room', 'listMessages', 'What was said, the newest first; moderators also see what was said to the hosts alone'),
        params: OF_EVENT,
        querystring: Type.Object(
          { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), before: Type.Optional(OffsetNumber) },
          closed,
        ),
        response: {
          200: Type.Object({ messages: Type.Array(MessageShape), next: Type.Union([OffsetNumber, Type.Null()]) }, closed),
          ...ERRORS,
        },
      },
    },
    async (request) => {
      const { tenant, role } = callerOf(request);
      const { limit = DEFAULT_LIMIT, before } = request.query;
      const audiences = isAtLeast(role, 'moderator') ? (['all', 'author', 'staff'] as const) : (['all'] as const);
      const rows = await database.read(async (db) => {
        const event: EventId = (await eventOf(db, request, request.params.event)).id;
        return listMessages(db, tenant, event, { audiences, limit, ...(before === undefined ? {} : { before }) });
      });
      return { messages: rows.map(messageAnswer), next: rows.length < limit ? null : (rows.at(-1)?.offset ?? null) };
    },
  );
}
