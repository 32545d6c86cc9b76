import { Type } from 'typebox';
import type { StreamId } from '../../core/contracts/ids.ts';
import {
  PassRequestShape,
  PassShape,
  PeopleQueryShape,
  PersonShape,
  SlateShape,
  TranscodingAnswerShape,
} from '../../core/contracts/room/control.ts';
import { AuditEntryShape } from '../../core/contracts/room/organiser.ts';
import { readAudit, writeAudit } from '../db/audit.ts';
import { searchPeople } from '../db/people-search.ts';
import { holdSlate, isSlateHeld } from '../db/slates.ts';
import type { Api } from './api.ts';
import { ALONE } from './api.ts';
import { allowed } from './answers.ts';
import { callerOf } from './caller.ts';
import { eventOf } from './event-of.ts';
import { auditAnswer } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, DEFAULT_LIMIT, ERRORS, nextOf, noteOf, OF_EVENT, PAGE, pageOf } from './route-tools.ts';
import type { StaffInRoom } from './staff-in-room.ts';

const MAX_PEOPLE = 100;

/** What the control room of an event needs: a way into the room, who is there, who did what. */
export function controlRoutes(api: Api, desk: Desk, staff: StaffInRoom): void {
  const { database, keeper, nowMs, surroundings = ALONE } = desk;

  api.post(
    '/events/:event/pass',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('room', 'enterRoom', 'Come into the room as staff: a ticket for its socket, and a grant for the picture'),
        ...{ params: OF_EVENT, body: PassRequestShape, response: { 200: PassShape, ...ERRORS } },
      },
    },
    async (request) => {
      const event = await database.read((db) => eventOf(db, request, request.params.event));
      return allowed(request, await staff.pass(callerOf(request), event, request.body.ticket)).joined;
    },
  );

  api.get(
    '/events/:event/people',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('room', 'listPeople', 'Who has come, by name, the newest first; at most a hundred'),
        ...{ params: OF_EVENT, querystring: PeopleQueryShape },
        response: { 200: Type.Object({ people: Type.Array(PersonShape) }, { additionalProperties: false }), ...ERRORS },
      },
    },
    async (request) => {
      const { search = '' } = request.query;
      const rows = await database.read(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        return searchPeople(db, tenant, id, { search: search.trim(), limit: MAX_PEOPLE });
      });
      return {
        people: rows.map(({ id, name, role, revokedAtMs, mutedUntilMs }) => ({
          ...{ id, name, role, mutedUntilMs },
          isBanned: revokedAtMs !== null,
        })),
      };
    },
  );

  api.get(
    '/events/:event/log',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('room', 'readEventLog', 'Who did what at this event, the newest first; without words that were deleted'),
        ...{ params: OF_EVENT, querystring: PAGE, response: { 200: pageOf('entries', AuditEntryShape), ...ERRORS } },
      },
    },
    async (request) => {
      const { limit = DEFAULT_LIMIT, from } = request.query;
      const rows = await database.read(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        return readAudit(db, tenant, { limit, event: id, ...(from === undefined ? {} : { before: from }) });
      });
      return { entries: rows.map(auditAnswer).map((entry) => ({ ...entry, texts: [] })), next: nextOf(rows, limit) };
    },
  );

  api.get(
    '/events/:event/transcoding',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('room', 'getTranscoding', 'How the encoding of an event goes, and whether the slate is held'),
        ...{ params: OF_EVENT, response: { 200: TranscodingAnswerShape, ...ERRORS } },
      },
    },
    async (request) => {
      return database.read(async (db) => {
        const { tenant, id, slug } = await eventOf(db, request, request.params.event);
        return { isSlateHeld: await isSlateHeld(db, tenant, id), transcoding: surroundings.transcoding(slug as StreamId) ?? null };
      });
    },
  );

  api.post(
    '/events/:event/slate',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about(
          'room',
          'holdSlate',
          'Put the slate before viewers whoever sends, or take it off; it stays through restarts, and the recording goes on',
        ),
        ...{ params: OF_EVENT, body: SlateShape, response: { 200: TranscodingAnswerShape, ...ERRORS } },
      },
    },
    async (request) => {
      const { isHeld } = request.body;
      const slug = await database.write(async (db) => {
        const event = await eventOf(db, request, request.params.event);
        const isChanged = await holdSlate(db, event.tenant, event.id, isHeld);
        if (isChanged) await writeAudit(db, noteOf(callerOf(request), 'slate.held', nowMs(), { event: event.id, facts: { isHeld } }));
        return event.slug as StreamId;
      });
      await surroundings.slateChanged();
      return { isSlateHeld: isHeld, transcoding: surroundings.transcoding(slug) ?? null };
    },
  );
}
