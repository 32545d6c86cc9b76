import type { Reaction } from '../../core/contracts/room/entries.ts';
import type { EventId, PollId } from '../../core/contracts/room/ids.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import { withTimeLimit } from '../../core/runtime/time-limit.ts';
import type { Hint } from './hints.ts';
import type { ChannelLimits } from './limits.ts';
import type { LiveNumbers } from './live-numbers.ts';
import type { RoomStore } from './room-store.ts';

/** Open polls are counted again after so many pulses though nobody said that they moved: a hint may have been lost. */
const RECOUNT_PULSES = 5;
/** Questions whose upvotes are looked at. */
const MAX_QUESTIONS = 500;

export interface RoomPulseOptions {
  readonly node: string;
  readonly event: EventId;
  readonly store: Pick<RoomStore, 'tally' | 'questions'>;
  readonly live: LiveNumbers;
  readonly limits: Pick<ChannelLimits, 'pulseMs' | 'nodeMs' | 'storeMs'>;
  readonly clock: Clock;
  readonly log: Log;
  /** People of the audience on this node now. */
  readonly viewers: () => number;
  /** Whether anybody is here to be told anything. */
  readonly isAttended: () => boolean;
  /** Polls that take votes. */
  readonly openPolls: () => readonly PollId[];
  readonly publish: (hint: Hint) => void;
  /** Something may have to be told. */
  readonly onNews: () => void;
  /** Once a pulse. */
  readonly onPulse: () => void;
}

/**
 * Once a second: what moves all the time and is no entry. Votes and upvotes are counted from the rows, once a second at most and only when somebody says
 * that they moved (or once in a while, in case nobody could say it); viewers and reactions are what the nodes tell each other.
 */
export class RoomPulse {
  readonly #options: RoomPulseOptions;
  readonly #nodes = new Map<string, { readonly viewers: number; readonly untilMs: number }>();
  readonly #movedPolls = new Set<PollId>();
  #hasMovedUpvotes = false;
  /** What this node has to tell the others. */
  readonly #votedHere = new Set<PollId>();
  #hasUpvotedHere = false;
  #reactionsHere = new Map<Reaction, number>();
  #pulses = 0;
  #isCounting = false;
  #isCountingBroken = false;
  #isClosed = false;
  #cancel: () => void = () => undefined;

  constructor(options: RoomPulseOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** A ballot was committed here. */
  voted(poll: PollId): void {
    this.#votedHere.add(poll);
    this.#movedPolls.add(poll);
  }

  /** An upvote was committed here. */
  upvoted(): void {
    this.#hasUpvotedHere = true;
    this.#hasMovedUpvotes = true;
  }

  reacted(kind: Reaction): void {
    this.#reactionsHere.set(kind, (this.#reactionsHere.get(kind) ?? 0) + 1);
    this.#options.live.addReactions(kind, 1);
    this.#options.onNews();
  }

  /** Another node tells of itself. */
  hear(hint: Hint & { readonly k: 'pulse' }): void {
    const { clock, limits, live, onNews } = this.#options;
    if (hint.gone === true) this.#nodes.delete(hint.node);
    else this.#nodes.set(hint.node, { viewers: hint.viewers, untilMs: clock.monotonicMs() + limits.nodeMs });
    for (const [kind, count] of Object.entries(hint.reactions ?? {}) as [Reaction, number][]) live.addReactions(kind, count);
    for (const poll of hint.voted ?? []) this.#movedPolls.add(poll);
    if (hint.upvoted === true) this.#hasMovedUpvotes = true;
    if (hint.reactions !== undefined) onNews();
  }

  /** Here and, as far as is known, elsewhere. */
  viewers(): number {
    const nowMs = this.#options.clock.monotonicMs();
    let viewers = this.#options.viewers();
    for (const [node, told] of this.#nodes) {
      if (told.untilMs > nowMs) viewers += told.viewers;
      else this.#nodes.delete(node);
    }
    return viewers;
  }

  /** Counts everything at the next pulse: the room was opened, or began anew. */
  recount(): void {
    this.#pulses = 0;
    this.#hasMovedUpvotes = true;
    for (const poll of this.#options.openPolls()) this.#movedPolls.add(poll);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
    const { node, publish } = this.#options;
    publish({ k: 'pulse', node, viewers: 0, gone: true });
  }

  #schedule(): void {
    this.#cancel = this.#options.clock.after(this.#options.limits.pulseMs, () => {
      if (this.#isClosed) return;
      this.#schedule();
      this.#pulse();
    });
  }

  #pulse(): void {
    const { live, onNews, onPulse, isAttended, openPolls } = this.#options;
    this.#tell();
    onPulse();
    live.setViewers(this.viewers());
    if (++this.#pulses % RECOUNT_PULSES === 0 && isAttended()) for (const poll of openPolls()) this.#movedPolls.add(poll);
    void this.#count();
    if (live.hasNews) onNews();
  }

  #tell(): void {
    const { node, viewers, publish } = this.#options;
    const [voted, reactions] = [[...this.#votedHere], this.#reactionsHere];
    publish({
      k: 'pulse',
      node,
      viewers: viewers(),
      ...(reactions.size > 0 ? { reactions: Object.fromEntries(reactions) } : {}),
      ...(voted.length > 0 ? { voted } : {}),
      ...(this.#hasUpvotedHere ? { upvoted: true } : {}),
    });
    this.#votedHere.clear();
    this.#hasUpvotedHere = false;
    this.#reactionsHere = new Map();
  }

  /** One count at a time: a slow database is asked less often, not more. */
  async #count(): Promise<void> {
    const { store, event, live, limits, log, isAttended, onNews } = this.#options;
    const polls = [...this.#movedPolls];
    const hasUpvotes = this.#hasMovedUpvotes;
    if (this.#isCounting || !isAttended() || (polls.length === 0 && !hasUpvotes)) return;
    this.#isCounting = true;
    this.#movedPolls.clear();
    this.#hasMovedUpvotes = false;
    try {
      if (polls.length > 0) live.setNumbers(await withTimeLimit(limits.storeMs, undefined, () => store.tally(event, polls)));
      if (hasUpvotes) live.setUpvotes(await withTimeLimit(limits.storeMs, undefined, () => store.questions(event, MAX_QUESTIONS)));
      this.#isCountingBroken = false;
      if (live.hasNews && !this.#isClosed) onNews();
    } catch (error) {
      for (const poll of polls) this.#movedPolls.add(poll);
      this.#hasMovedUpvotes ||= hasUpvotes;
      if (!this.#isCountingBroken) log.warn({ err: error }, 'votes could not be counted: the numbers shown are old');
      this.#isCountingBroken = true;
    } finally {
      this.#isCounting = false;
    }
  }
}
