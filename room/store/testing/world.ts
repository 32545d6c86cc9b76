/** For tests: what a RoomStore needs around it, made the way the API makes it. */
import type { Author } from '../../../core/contracts/room/entries.ts';
import type { AccountId, ClientId, EventId, PollId, TenantId } from '../../../core/contracts/room/ids.ts';
import type { PollDraft } from '../../../core/contracts/room/polls.ts';
import type { RoomRole } from '../../../core/contracts/room/roles.ts';
import type { Act } from '../../../core/contracts/room/acts.ts';
import type { Op, RoomStore } from '../../channel/room-store.ts';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/new-id.ts';
import { createPoll } from '../../db/poll-drafts.ts';
import { testEvent, testTenant } from '../../db/testing/fixtures.ts';
import { createTickets } from '../../db/tickets.ts';
import { sqlRoomStore } from '../room-store-sql.ts';

export const NOW = 1_790_000_000_000;
export const DRAFT: PollDraft = {
  ...{ kind: 'single', question: 'Tea or coffee?', options: ['tea', 'coffee', 'water'], isTest: false, correct: [] },
  ...{ isChangeable: false, results: 'always', maxChoices: 1 },
};

/** One event and the nodes that have its room. */
export interface StoreWorld {
  readonly event: EventId;
  /** What another node has: a connection of its own where there is such a thing. */
  node(): Promise<RoomStore>;
  /** A person with a ticket. */
  person(role?: RoomRole): Promise<Author>;
  /** A poll that takes ballots from `NOW` on; adds one entry. */
  openPoll(draft?: Partial<PollDraft>): Promise<PollId>;
  close(): Promise<void>;
}

/** The same in a database, with what only a database has. */
export interface SqlStoreWorld extends StoreWorld {
  readonly tenant: TenantId;
  readonly account: AccountId;
  readonly database: Database;
  draftPoll(draft?: Partial<PollDraft>): Promise<PollId>;
}

let clients = 0;

/** A client's id, never twice. */
export function clientId(): ClientId {
  return newId(NOW + ++clients) as ClientId;
}

/** A new event in a database. @param open one more connection to it; undefined: nodes share the one. */
export async function sqlWorld(database: Database, open?: () => Promise<Database>): Promise<SqlStoreWorld> {
  const { tenant, owner } = await testTenant(database);
  const { id: event } = await testEvent(database, tenant);
  const opened: Database[] = [];
  const clock = { nowMs: () => NOW };
  let people = 0;
  const draftPoll = async (draft: Partial<PollDraft> = {}) =>
    (await database.write((db) => createPoll(db, tenant, event, { ...DRAFT, ...draft }, NOW + people))).id;
  const person = async (role: RoomRole = 'attendee'): Promise<Author> => {
    const name = `Person ${++people}`;
    const ticket = { kind: 'open', role, name, account: null, tokenHash: null, maxSessions: 0 } as const;
    const [made] = await database.write((db) => createTickets(db, tenant, event, [ticket], NOW));
    if (made === undefined) throw new Error('no ticket was made');
    return { id: made.id, name, role };
  };
  return {
    ...{ event, tenant, account: owner.id, database, draftPoll, person },
    node: async () => {
      if (open === undefined) return sqlRoomStore(database, clock);
      const other = await open();
      opened.push(other);
      return sqlRoomStore(other, clock);
    },
    openPoll: async (draft) => {
      const poll = await draftPoll(draft);
      const host = await person('host');
      await sqlRoomStore(database, clock).commit(event, [actOp(host, { act: 'open-poll', poll })], NOW);
      return poll;
    },
    close: async () => {
      for (const one of opened) await one.close();
    },
  };
}

/** Says something. */
export function messageOp(
  author: Author,
  text: string,
  more: Partial<Op & { readonly kind: 'message' }> = {},
): Op & { readonly kind: 'message' } {
  return { kind: 'message', id: clientId(), author, text, audience: 'all', isHeld: false, ...more };
}

/** Votes for an option. */
export function voteOp(voter: Author, poll: PollId, option: number, atMs = NOW): Op & { readonly kind: 'vote' } {
  return { kind: 'vote', id: clientId(), ticket: voter.id, poll, choice: { options: [option] }, atMs };
}

/** Asks. */
export function questionOp(
  author: Author,
  text: string,
  more: Partial<Op & { readonly kind: 'question' }> = {},
): Op & { readonly kind: 'question' } {
  return { kind: 'question', id: clientId(), author, text, isAnonymous: false, isHeld: false, ...more };
}

/** Does something that only some may. */
export function actOp(by: Author, act: Act, atMs = NOW): Op & { readonly kind: 'act' } {
  return { kind: 'act', id: clientId(), by, act, atMs };
}
