import { Type } from 'typebox';
import type { EventId, TicketId } from '../../core/contracts/room/ids.ts';
import { IdText } from '../../core/contracts/room/ids.ts';
import { FoundPersonShape, PersonExportShape } from '../../core/contracts/room/organiser.ts';
import { writeAudit } from '../db/audit.ts';
import { exportPerson, findPeople } from '../db/export-person.ts';
import { getTicket } from '../db/tickets.ts';
import { refuse } from '../refusals.ts';
import { forgetPerson } from '../store/event-changes.ts';
import { deny, found } from './answers.ts';
import type { Api } from './api.ts';
import { callerOf } from './caller.ts';
import { eventOf } from './event-of.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, NOTHING, noteOf } from './route-tools.ts';
import type { StaffInRoom } from './staff-in-room.ts';

const closed = { additionalProperties: false } as const;
const OF_PERSON = Type.Object({ event: IdText, person: IdText }, closed);
const BY_ADDRESS = Type.Object({ email: Type.String({ minLength: 3, maxLength: 254 }) }, closed);

/** What a person may ask of the organiser: what is kept of him, and that it is not (GDPR art. 15, 17, 20). */
export function personRoutes(api: Api, { database, hub, keeper, nowMs }: Desk, staff: StaffInRoom): void {
  api.get(
    '/people',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('people', 'findPeople', 'Where somebody with this address has registered'),
        ...{ querystring: BY_ADDRESS, response: { 200: Type.Object({ people: Type.Array(FoundPersonShape) }, closed), ...ERRORS } },
      },
    },
    async (request) => {
      const rows = await database.read((db) => findPeople(db, callerOf(request).tenant, request.query.email));
      return { people: rows.map(({ ticket, event, title, name }) => ({ id: ticket, name, event, eventTitle: title })) };
    },
  );

  api.get(
    '/events/:event/people/:person',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('people', 'exportPerson', 'Everything that is kept about somebody at an event'),
        ...{ params: OF_PERSON, response: { 200: PersonExportShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const person = request.params.person as TicketId;
      const { id } = await database.read((db) => eventOf(db, request, request.params.event));
      const exported = found(request, await database.snapshot((db) => exportPerson(db, caller.tenant, id, person)));
      await database.write((db) => writeAudit(db, noteOf(caller, 'person.exported', nowMs(), { event: id, subject: person })));
      return reply.header('content-disposition', `attachment; filename="${person}.json"`).send(exported);
    },
  );

  api.delete(
    '/events/:event/people/:person',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about(
          'people',
          'erasePerson',
          'Forget somebody: name, registration, attendance, everything that was said; whoever is there is out',
        ),
        ...{ params: OF_PERSON, response: { 204: NOTHING, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { event, person } = request.params as { readonly event: EventId; readonly person: TicketId };
      const told = await database.write(async (db) => {
        await eventOf(db, request, event);
        const ticket = found(request, await getTicket(db, caller.tenant, event, person));
        const by = await staff.authorOf(db, caller, event);
        if (by === undefined) throw deny(request, refuse('ROOM_NOT_ALLOWED'));
        await writeAudit(db, noteOf(caller, 'person.erased', nowMs(), { event, subject: person }));
        return forgetPerson(db, ticket, by, nowMs());
      });
      hub.tell(event, told);
      return reply.code(204).send(null);
    },
  );
}
