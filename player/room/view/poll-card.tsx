import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { PollView } from '../../../core/contracts/room/entries.ts';
import type { Choice } from '../../../core/contracts/room/frames.ts';
import { numbersOf } from '../../../ui/feed/feed-state.ts';
import type { RoomClient } from '../room-client.ts';
import { useRoomWords } from '../room-words.ts';
import { ballotTimeMs, type PollPhase } from '../../../ui/feed/stage-clock.ts';
import { Ballot } from './ballot.tsx';
import { Results } from './results.tsx';
import { useFeed } from './use-feed.ts';

export type ShownPoll = PollView & { readonly phase: PollPhase };

/** What a poll is shown with. */
export interface PollCardProps {
  readonly client: RoomClient;
  readonly poll: ShownPoll;
  readonly stageMs: ReadonlySignal<number>;
  /** The card may be put aside for now. */
  readonly onLater?: () => void;
}

/** A poll: to vote in, then what came out, gently. */
export function PollCard({ client, poll, stageMs, onLater }: PollCardProps): VNode {
  const words = useRoomWords();
  const why = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const isChanging = useSignal(false);
  const chosen = useSignal<Choice | undefined>(undefined);
  const voted = useFeed(client, (feed) => feed.voted);
  const hasVoted = voted.includes(poll.id);
  const isOpen = poll.phase === 'open';
  const mayVote = isOpen && (!hasVoted || isChanging.value);
  const numbers = useFeed(client, (feed) => numbersOf(feed, poll.id));
  const isTold = poll.results !== 'hidden' && (poll.results === 'always' || hasVoted || !isOpen);

  const vote = async (choice: Choice): Promise<void> => {
    isBusy.value = true;
    const verdict = await client.vote(poll.id, choice, ballotTimeMs(poll, stageMs.peek()));
    isBusy.value = false;
    why.value = verdict.ok ? undefined : (verdict.message ?? words.say('tooMuch'));
    if (!verdict.ok) return;
    chosen.value = choice;
    isChanging.value = false;
  };

  return (
    <article class="room-poll" aria-labelledby={`poll-${poll.id}`}>
      <p class="room-who">
        <span class={isOpen ? 'room-badge is-open' : 'room-badge'}>{words.say(isOpen ? 'pollOpen' : 'pollOver')}</span>
        {numbers !== undefined && isTold && <span class="room-time">{words.say('votes', { n: numbers.voters })}</span>}
        {onLater !== undefined && (
          <button type="button" class="room-quiet room-later" onClick={onLater}>
            {words.say('later')}
          </button>
        )}
      </p>
      <h3 id={`poll-${poll.id}`} class="room-ask" dir="auto">
        {poll.question}
      </h3>
      {mayVote ? (
        <Ballot poll={poll} before={chosen.value} isBusy={isBusy.value} onVote={(choice) => void vote(choice)} />
      ) : (
        numbers !== undefined && isTold && <Results poll={poll} numbers={numbers} chosen={chosen.value} />
      )}
      {why.value !== undefined && (
        <p class="room-hint is-error" role="alert">
          {why.value}
        </p>
      )}
      {!mayVote && hasVoted && isOpen && (
        <p class="room-hint" role="status">
          {words.say('voted')}
        </p>
      )}
      {poll.results === 'hidden' && (hasVoted || !isOpen) && <p class="room-hint">{words.say('resultsHidden')}</p>}
      {mayVote && poll.results === 'after-voting' && <p class="room-hint">{words.say('resultsAfter')}</p>}
      {hasVoted && isOpen && poll.isChangeable && !isChanging.value && (
        <button type="button" class="room-quiet" onClick={() => (isChanging.value = true)}>
          {words.say('changeVote')}
        </button>
      )}
    </article>
  );
}
