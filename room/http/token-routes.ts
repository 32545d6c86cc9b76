import type { TicketId } from '../../core/contracts/room/ids.ts';
import { NewTokenShape, TokenDraftShape, TokenShape } from '../../core/contracts/room/organiser.ts';
import { Type } from 'typebox';
import { cleanText } from '../chat/text.ts';
import { checkName } from '../chat/name.ts';
import { writeAudit } from '../db/audit.ts';
import { newId } from '../db/new-id.ts';
import { createTickets, getTicket, listTickets } from '../db/tickets.ts';
import { hashOf, newTicketToken } from '../people/secrets.ts';
import { refuse } from '../refusals.ts';
import type { Api } from './api.ts';
import { allowed, deny } from './answers.ts';
import { callerOf } from './caller.ts';
import { eventOf } from './event-of.ts';
import { tokenAnswer, watchUrl } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, DEFAULT_LIMIT, ERRORS, nextOf, NOTHING, noteOf, OF_EVENT, OF_EVENT_ITEM, PAGE, pageOf } from './route-tools.ts';
import type { StaffInRoom } from './staff-in-room.ts';

/** One token is one person: on two devices at once, no more. */
const MAX_SESSIONS = 2;
/** A thousand names. */
const BODY_LIMIT = 512 * 1024;

/** Personal links: for everybody who comes to a token event, and for guests with a part in any other. */
export function tokenRoutes(api: Api, desk: Desk, staff: StaffInRoom): void {
  const { database, keeper, nowMs, publicUrl } = desk;

  api.get(
    '/events/:event/tokens',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('tokens', 'listTokens', 'Who was given a token, without the tokens'),
        ...{ params: OF_EVENT, querystring: PAGE, response: { 200: pageOf('tokens', TokenShape), ...ERRORS } },
      },
    },
    async (request) => {
      const { limit = DEFAULT_LIMIT, from } = request.query;
      const rows = await database.read(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        return listTickets(db, tenant, id, { kinds: ['token'], limit, ...(from === undefined ? {} : { after: from as TicketId }) });
      });
      return { tokens: rows.map(tokenAnswer), next: nextOf(rows, limit) };
    },
  );

  api.post(
    '/events/:event/tokens',
    {
      ...keeper.needs('producer'),
      bodyLimit: BODY_LIMIT,
      schema: {
        ...about('tokens', 'createTokens', 'Give each person on a list a token; the tokens are shown only this once'),
        params: OF_EVENT,
        body: TokenDraftShape,
        response: { 201: Type.Object({ tokens: Type.Array(NewTokenShape) }, { additionalProperties: false }), ...ERRORS },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const people = request.body.people.map(({ name, role = 'attendee' }) => ({
        // without a name he says himself how he is called
        name: cleanText(name, 1) === '' ? '' : allowed(request, checkName(name)).name,
        role,
        token: newTicketToken(),
      }));
      const [event, made] = await database.write(async (db) => {
        const event = await eventOf(db, request, request.params.event);
        if (event.access !== 'token' && people.some(({ role }) => role === 'attendee'))
          throw deny(request, refuse('ROOM_EVENT_WITHOUT_TOKENS'));
        const tickets = people.map(({ name, role, token }) => ({
          ...({ kind: 'token', role, name, account: null, tokenHash: hashOf(token), maxSessions: MAX_SESSIONS } as const),
        }));
        const rows = await createTickets(db, event.tenant, event.id, tickets, nowMs());
        const notes = rows.map(({ id, role }) => noteOf(caller, 'token.made', nowMs(), { event: event.id, subject: id, facts: { role } }));
        await writeAudit(db, ...notes);
        return [event, rows] as const;
      });
      const tokens = made.map((ticket, index) => {
        const token = people[index]?.token ?? '';
        return { ...tokenAnswer(ticket), token, link: `${watchUrl(publicUrl, event.slug)}#token=${token}` };
      });
      return reply.code(201).send({ tokens });
    },
  );

  api.delete(
    '/events/:event/tokens/:id',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('tokens', 'revokeToken', 'Revoke a token; whoever is there with it is out at once'),
        ...{ params: OF_EVENT_ITEM, response: { 204: NOTHING, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const ticket = request.params.id as TicketId;
      const event = await database.read(async (db) => {
        const found = await eventOf(db, request, request.params.event);
        const known = await getTicket(db, found.tenant, found.id, ticket);
        if (known?.kind !== 'token' || known.revokedAtMs !== null) throw deny(request, refuse('ROOM_NOTHING_HERE'));
        return found;
      });
      allowed(request, await staff.act(caller, event.id, newId(nowMs()), { act: 'ban', person: ticket, erase: false }));
      await database.write((db) => writeAudit(db, noteOf(caller, 'token.revoked', nowMs(), { event: event.id, subject: ticket })));
      return reply.code(204).send(null);
    },
  );
}
