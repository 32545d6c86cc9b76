import type { PollNumbers, PollView, QuestionView, Reaction } from '../../core/contracts/room/entries.ts';
import type { RoomView } from '../../core/contracts/room/frames.ts';
import type { PollId, QuestionId } from '../../core/contracts/room/ids.ts';
import type { Extras } from './batch-text.ts';

/** Who is told: the staff everything; attendees what they may see without having voted. */
export interface NewExtras {
  readonly staff: Extras;
  readonly attendee: Extras;
  /** Numbers that come after voting: to those who have voted in that poll. */
  readonly voters: ReadonlyMap<PollId, PollNumbers>;
}

/**
 * What changes all the time and is no entry: viewers, reactions, running results, upvotes, slow mode. Only the newest value counts; what has changed
 * leaves with the next tick. Votes are never counted here: a commit says that a poll has moved, and the rows are counted again.
 */
export class LiveNumbers {
  #viewers = 0;
  #toldViewers = 0;
  #slowSeconds = 0;
  #toldSlowSeconds = 0;
  readonly #reactions = new Map<Reaction, number>();
  readonly #numbers = new Map<PollId, PollNumbers>();
  readonly #movedNumbers = new Set<PollId>();
  readonly #upvotes = new Map<QuestionId, number>();
  readonly #movedUpvotes = new Set<QuestionId>();
  #version = 0;

  /** Goes up whenever something changes: what was made of the numbers before is stale. */
  get version(): number {
    return this.#version;
  }

  get viewers(): number {
    return this.#viewers;
  }

  get slowSeconds(): number {
    return this.#slowSeconds;
  }

  /** Somebody must be told something. */
  get hasNews(): boolean {
    const { size } = this.#movedNumbers;
    return (
      size > 0 ||
      this.#movedUpvotes.size > 0 ||
      this.#reactions.size > 0 ||
      this.#isViewersNews ||
      this.#slowSeconds !== this.#toldSlowSeconds
    );
  }

  get #isViewersNews(): boolean {
    return this.#viewers !== this.#toldViewers;
  }

  setViewers(viewers: number): void {
    if (viewers === this.#viewers) return;
    this.#viewers = viewers;
    this.#version++;
  }

  setSlowSeconds(seconds: number): void {
    if (seconds === this.#slowSeconds) return;
    this.#slowSeconds = seconds;
    this.#version++;
  }

  addReactions(kind: Reaction, count: number): void {
    this.#reactions.set(kind, (this.#reactions.get(kind) ?? 0) + count);
  }

  /** The rows of these polls were counted. */
  setNumbers(counted: Readonly<Record<PollId, PollNumbers>>): void {
    for (const [id, numbers] of Object.entries(counted) as [PollId, PollNumbers][]) {
      const before = this.#numbers.get(id);
      if (before !== undefined && isSame(before, numbers)) continue;
      this.#numbers.set(id, numbers);
      this.#movedNumbers.add(id);
      this.#version++;
    }
  }

  /** These questions were told of, with their upvotes. */
  knowQuestions(questions: readonly QuestionView[]): void {
    for (const { id, upvotes } of questions) if (!this.#upvotes.has(id)) this.#upvotes.set(id, upvotes);
  }

  /** The upvotes were counted. Those of a question that nobody has heard of yet come with its own entry. */
  setUpvotes(questions: readonly QuestionView[]): void {
    for (const { id, upvotes } of questions) {
      const before = this.#upvotes.get(id);
      if (before === undefined || before === upvotes) continue;
      this.#upvotes.set(id, upvotes);
      this.#movedUpvotes.add(id);
      this.#version++;
    }
  }

  upvotesOf(question: QuestionView): number {
    return this.#upvotes.get(question.id) ?? question.upvotes;
  }

  /** A settled poll's numbers stand in its entry. */
  forgetPoll(id: PollId): void {
    this.#numbers.delete(id);
    this.#movedNumbers.delete(id);
  }

  /** The history has another life: what was counted belongs to the one before. */
  reset(): void {
    this.#numbers.clear();
    this.#movedNumbers.clear();
    this.#upvotes.clear();
    this.#movedUpvotes.clear();
    this.#version++;
  }

  /** What has changed since the last time it was taken. */
  take(view: RoomView): NewExtras {
    const polls = new Map(view.polls.map((poll) => [poll.id, poll]));
    const moved = [...this.#movedNumbers].flatMap((id) => {
      const [poll, numbers] = [polls.get(id), this.#numbers.get(id)];
      return poll === undefined || numbers === undefined ? [] : [{ id, poll, numbers }];
    });
    const common: Extras = {
      ...(this.#isViewersNews ? { viewers: this.#viewers } : {}),
      ...(this.#reactions.size > 0 ? { reactions: Object.fromEntries(this.#reactions) } : {}),
      ...(this.#slowSeconds === this.#toldSlowSeconds ? {} : { slowSeconds: this.#slowSeconds }),
    };
    const seen = new Set(view.questions.filter(isForAll).map(({ id }) => id));
    const upvotes = [...this.#movedUpvotes].map((id) => [id, this.#upvotes.get(id) ?? 0] as const);
    this.#movedNumbers.clear();
    this.#movedUpvotes.clear();
    this.#reactions.clear();
    this.#toldViewers = this.#viewers;
    this.#toldSlowSeconds = this.#slowSeconds;
    return {
      staff: { ...common, ...recordOf('numbers', moved.map(pair)), ...recordOf('upvotes', upvotes) },
      attendee: {
        ...common,
        ...recordOf('numbers', moved.filter(({ poll }) => poll.results === 'always').map(pair)),
        ...recordOf(
          'upvotes',
          upvotes.filter(([id]) => seen.has(id)),
        ),
      },
      voters: new Map(moved.filter(({ poll }) => poll.results === 'after-voting').map(pair)),
    };
  }

  /** Everything as it is now, for somebody who comes in or was away. Reactions are over when they are over. */
  all(
    view: RoomView,
    isStaff: boolean,
    hasVotedIn: (poll: PollId) => boolean,
  ): Extras & { readonly viewers: number; readonly slowSeconds: number } {
    const numbers = view.polls.flatMap((poll) => {
      const counted = this.#numbers.get(poll.id);
      return counted !== undefined && (isStaff || maySee(poll, hasVotedIn)) ? [[poll.id, counted] as const] : [];
    });
    const upvotes = view.questions
      .filter((question) => isStaff || isForAll(question))
      .map((question) => [question.id, this.upvotesOf(question)] as const);
    return { viewers: this.#viewers, slowSeconds: this.#slowSeconds, ...recordOf('numbers', numbers), ...recordOf('upvotes', upvotes) };
  }
}

function maySee(poll: PollView, hasVotedIn: (poll: PollId) => boolean): boolean {
  return poll.results === 'always' || (poll.results === 'after-voting' && hasVotedIn(poll.id));
}

function isForAll(question: QuestionView): boolean {
  return question.state !== 'held' && question.state !== 'dismissed';
}

function pair({ id, numbers }: { readonly id: PollId; readonly numbers: PollNumbers }): readonly [PollId, PollNumbers] {
  return [id, numbers];
}

function isSame(one: PollNumbers, other: PollNumbers): boolean {
  return (
    one.voters === other.voters &&
    one.counts.length === other.counts.length &&
    one.counts.every((count, index) => count === other.counts[index])
  );
}

function recordOf<Name extends string, Id extends string, T>(
  name: Name,
  pairs: readonly (readonly [Id, T])[],
): { readonly [key in Name]?: Readonly<Record<Id, T>> } {
  return pairs.length === 0 ? {} : ({ [name]: Object.fromEntries(pairs) } as { readonly [key in Name]: Readonly<Record<Id, T>> });
}
