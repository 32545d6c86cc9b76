import type { ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { RoomClient } from '../room-client.ts';
import { useRoomWords } from '../room-words.ts';
import { PollCard, type ShownPoll } from './poll-card.tsx';

interface PollsProps {
  readonly client: RoomClient;
  readonly polls: readonly ShownPoll[];
  readonly stageMs: ReadonlySignal<number>;
}

/** All polls that this viewer's picture has come to, the newest first. */
export function Polls({ client, polls, stageMs }: PollsProps): VNode {
  const words = useRoomWords();
  return (
    <div class="room-polls" tabIndex={0} role="region" aria-label={words.say('polls')}>
      {polls.length === 0 && <p class="room-empty">{words.say('emptyPolls')}</p>}
      {polls.map((poll) => (
        <PollCard key={poll.id} client={client} poll={poll} stageMs={stageMs} />
      ))}
    </div>
  );
}
