import type { FeedEntry } from '../../core/contracts/room/entries.ts';
import type { PollId, TicketId } from '../../core/contracts/room/ids.ts';
import type { RoomSnapshot } from './room-store.ts';
import type { Talk } from './rules.ts';

/** People whose way of talking a node remembers at once; the longest silent are forgotten first. */
const MAX_REMEMBERED = 20_000;
const SILENT: Talk = { spokeAtMs: 0, strikes: 0 };

/** What a node knows of the people of a room, present or not: who is out, muted, has voted, and how they talk. */
export class People {
  readonly #revoked = new Set<TicketId>();
  readonly #mutedUntilMs = new Map<TicketId, number>();
  readonly #talk = new Map<TicketId, Talk>();
  readonly #voters = new Map<PollId, Set<TicketId>>();

  /** Begins anew with what the database says. */
  reset(snapshot: Pick<RoomSnapshot, 'muted' | 'revoked'>): void {
    this.#revoked.clear();
    this.#mutedUntilMs.clear();
    for (const ticket of snapshot.revoked) this.#revoked.add(ticket);
    for (const { person, untilMs } of snapshot.muted) this.#mutedUntilMs.set(person, untilMs);
  }

  /** @returns who must leave. */
  takeIn(entries: readonly FeedEntry[]): readonly TicketId[] {
    const out: TicketId[] = [];
    for (const { body, atMs } of entries) {
      if (body.kind === 'message') this.#speaks(body.author.id, atMs);
      if (body.kind !== 'person') continue;
      if (body.change === 'muted') this.#mutedUntilMs.set(body.person, body.untilMs);
      else if (body.change === 'unbanned') this.#revoked.delete(body.person);
      else {
        this.#revoked.add(body.person);
        out.push(body.person);
      }
    }
    return out;
  }

  isRevoked(ticket: TicketId): boolean {
    return this.#revoked.has(ticket);
  }

  /** 0: he is not. Unix ms. */
  mutedUntilMs(ticket: TicketId, nowMs: number): number {
    const untilMs = this.#mutedUntilMs.get(ticket) ?? 0;
    return untilMs > nowMs ? untilMs : 0;
  }

  talkOf(ticket: TicketId): Talk {
    return this.#talk.get(ticket) ?? SILENT;
  }

  /** Remembers. */
  setTalk(ticket: TicketId, talk: Talk): void {
    this.#talk.delete(ticket);
    this.#talk.set(ticket, talk);
    if (this.#talk.size <= MAX_REMEMBERED) return;
    for (const oldest of this.#talk.keys()) {
      this.#talk.delete(oldest);
      return;
    }
  }

  hasVotedIn(ticket: TicketId, poll: PollId): boolean {
    return this.#voters.get(poll)?.has(ticket) === true;
  }

  addVoters(poll: PollId, tickets: Iterable<TicketId>): void {
    const voters = this.#voters.get(poll) ?? new Set();
    this.#voters.set(poll, voters);
    for (const ticket of tickets) voters.add(ticket);
  }

  /** The poll is over, or was never: who voted in it does not matter any more. */
  forgetVoters(isOver: (poll: PollId) => boolean): void {
    for (const poll of this.#voters.keys()) if (isOver(poll)) this.#voters.delete(poll);
  }

  /** He has spoken on another node too. */
  #speaks(ticket: TicketId, atMs: number): void {
    const talk = this.talkOf(ticket);
    if (talk.spokeAtMs < atMs) this.setTalk(ticket, { ...talk, spokeAtMs: atMs });
  }
}
