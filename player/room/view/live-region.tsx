import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Line } from '../../../ui/feed/feed-state.ts';
import type { RoomClient } from '../room-client.ts';
import { type RoomWords, useRoomWords } from '../room-words.ts';
import type { ShownPoll } from './poll-card.tsx';

/** A screen reader hears of the chat at most so often: ten thousand people talk faster than anybody listens. */
const EVERY_MS = 6_000;

interface LiveRegionProps {
  readonly client: RoomClient;
  readonly polls: ReadonlySignal<readonly ShownPoll[]>;
}

/** Tells politely, gathered, what is new. */
export function LiveRegion({ client, polls }: LiveRegionProps): VNode {
  const words = useRoomWords();
  const text = useSignal('');
  useEffect(() => {
    let heardTo = client.feed.peek().at?.offset ?? 0;
    let known = new Set(polls.peek().map(({ id }) => id));
    const timer = setInterval(() => {
      const { at, lines, you } = client.feed.peek();
      const fresh = lines.filter((line) => line.kind === 'message' && line.offset > heardTo && line.author.id !== you?.id);
      const polled = polls.peek().filter(({ id, phase }) => phase === 'open' && !known.has(id));
      heardTo = Math.max(heardTo, at?.offset ?? 0);
      known = new Set(polls.peek().map(({ id }) => id));
      const told = [...polled.map(({ question }) => words.say('newPoll', { question })), ...spoken(fresh, words)];
      if (told.length > 0) text.value = told.join(' ');
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [client, polls, words, text]);
  return (
    <p class="unseen" role="status" aria-live="polite">
      {text.value}
    </p>
  );
}

/** One is read out; of several it is said how many. */
function spoken(fresh: readonly Line[], words: RoomWords): readonly string[] {
  const [only] = fresh;
  if (only === undefined) return [];
  if (fresh.length === 1 && only.kind === 'message') return [`${only.author.name}: ${only.text}`];
  return [words.say('newMessages', { n: fresh.length })];
}
