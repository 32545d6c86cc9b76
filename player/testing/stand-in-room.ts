/** A watch page with a room beside it, for the player's own tests: the real room edge on a store in memory, a small `/api/join`, and a stand-in for the picture. */
import type { PollView } from '../../core/contracts/room/entries.ts';
import type { EntryBody } from '../../core/contracts/room/entries.ts';
import type { ClientId, PollId } from '../../core/contracts/room/ids.ts';
import { asStreamId } from '../../core/contracts/ids.ts';
import type { Joined, JoinRequest } from '../../core/contracts/room/join.ts';
import type { TicketClaim } from '../../core/grants/ticket.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import { EVENT, claimOf } from '../../room/channel/test-room.ts';
import { checkName } from '../../room/chat/name.ts';
import { roomRules } from '../../room/decide.ts';
import { languageOf, sentenceOf } from '../../room/sentences/sentences.ts';
import { claimIn, testEdge, ticketOf, type TestEdge } from '../../room/socket/test-edge.ts';
import type { StandIn } from './stand-in-origin.ts';

export interface StandInRoom extends AsyncDisposable {
  readonly edge: TestEdge;
  readonly watchUrl: string;
  /** What visitors have said of the event. */
  readonly feedback: unknown[];
  /** A poll is told to the room, as the store would tell it. */
  poll(more?: Partial<PollView>): Promise<PollView>;
  tell(body: EntryBody): Promise<void>;
  /** Somebody who has no browser says something. */
  say(name: string, text: string): Promise<void>;
}

const newId = (): ClientId => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as ClientId;

/** @param origin what else the page needs: itself, its files, status and media. */
export async function standInRoom(origin: StandIn): Promise<StandInRoom> {
  let people = 0;
  const feedback: unknown[] = [];
  const edge = await testEdge({
    rules: roomRules,
    holdMs: 2_000,
    more: (app) => {
      app.post('/api/join/demo', (request, reply) => {
        const { name = '', lang } = request.body as JoinRequest;
        const checked = name === '' ? ({ ok: true, name } as const) : checkName(name);
        if (checked.ok) return reply.send(joined(++people, checked.name));
        const { code, facts } = checked;
        return reply.code(400).send({ code, message: sentenceOf(code, languageOf(lang), facts), retryable: false });
      });
      app.post('/api/renew', (_, reply) => reply.code(401).send({ code: 'ROOM_TICKET_INVALID', message: '', retryable: false }));
      app.post('/api/rename', (request, reply) => {
        const { ticket, name } = request.body as { readonly ticket: string; readonly name: string };
        const verdict = claimIn(ticket);
        if (!verdict.ok) return reply.code(401).send({ code: 'ROOM_TICKET_INVALID', message: '', retryable: false });
        const checked = checkName(name);
        if (checked.ok) return reply.send(joinedAs({ ...verdict.claim, name: checked.name }));
        const { lang } = request.query as { readonly lang?: string };
        return reply
          .code(400)
          .send({ code: checked.code, message: sentenceOf(checked.code, languageOf(lang), checked.facts), retryable: false });
      });
      app.post('/api/feedback', (request, reply) => {
        feedback.push(request.body);
        return reply.code(204).send();
      });
      app.get('*', async (request, reply) => {
        const answer = await fetch(origin.url + request.url);
        const { headers } = answer;
        for (const key of ['content-type', 'content-security-policy', 'cache-control']) {
          const value = headers.get(key);
          if (value !== null) void reply.header(key, value);
        }
        return reply.code(answer.status).send(Buffer.from(await answer.arrayBuffer()));
      });
    },
  });
  const room = async () => (await edge.hub.room(EVENT)) ?? raise();
  const tell = async (body: EntryBody): Promise<void> => {
    await (await room()).submit({ kind: 'notice', id: newId(), audience: 'all', body });
  };
  return {
    edge,
    feedback,
    tell,
    watchUrl: `http://127.0.0.1:${edge.port}/watch/demo`,
    poll: async (more = {}) => {
      const poll: PollView = {
        ...{ id: newId() as string as PollId, kind: 'single', question: 'Where do you watch from?', state: 'open' },
        ...{ options: ['From my desk', 'From the train', 'From the hall itself'], isTest: false, isChangeable: false },
        ...{ results: 'after-voting', maxChoices: 1, openedAtMs: Date.now(), closesAtMs: null },
        ...more,
      };
      await tell({ kind: 'poll', poll });
      return poll;
    },
    say: async (name, text) => {
      const { ticket } = claimOf(++people);
      await (await room()).speak({ id: ticket, name, role: name === 'Host' ? 'host' : 'attendee' }, { t: 'say', id: newId(), text });
    },
    [Symbol.asyncDispose]: () => edge.close(),
  };
}

const joined = (n: number, name: string): Joined => joinedAs(claimOf(n, { name }));

function joinedAs(claim: TicketClaim): Joined {
  const nowMs = Date.now();
  const { name } = claim;
  return {
    ...{ ticket: ticketOf(claim), ticketExpiresAtMs: nowMs + 3_600_000, you: { id: claim.ticket, name, role: claim.role } },
    ...{ event: { id: EVENT, stream: asStreamId('demo') ?? raise(), state: 'live' }, media: { prefix: '', expiresAtMs: null }, nowMs },
  };
}

function raise(): never {
  throw new Error('not there');
}
