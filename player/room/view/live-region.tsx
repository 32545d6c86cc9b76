import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { callsOf, digestOf } from '../digest.ts';
import type { RoomClient } from '../room-client.ts';
import { type RoomWords, useRoomWords } from '../room-words.ts';
import type { ShownPoll } from './poll-card.tsx';

/** What is meant for the listener, and polls, are told at most so often; */
const LOOK_MS = 6_000;
/** the chat itself once in so many looks: ten thousand people talk faster than anybody listens. */
const LOOKS_A_DIGEST = 10;
/** Reads the chat out, or not. */
const KEY = 'r';

interface LiveRegionProps {
  readonly client: RoomClient;
  readonly polls: ReadonlySignal<readonly ShownPoll[]>;
}

/** Tells politely, gathered, what is new; a key switches the chat off for the ear. */
export function LiveRegion({ client, polls }: LiveRegionProps): VNode {
  const words = useRoomWords();
  const text = useSignal('');
  const isAloud = useSignal(true);
  useEffect(() => {
    let heardTo = client.feed.peek().at?.offset ?? 0;
    let calledTo = heardTo;
    let known = new Set(polls.peek().map(({ id }) => id));
    let looks = 0;
    const timer = setInterval(() => {
      looks += 1;
      const { at, lines, you } = client.feed.peek();
      const polled = polls.peek().filter(({ id, phase }) => phase === 'open' && !known.has(id));
      known = new Set(polls.peek().map(({ id }) => id));
      const calls = callsOf(lines, calledTo, you?.id, you?.name ?? '');
      calledTo = Math.max(calledTo, at?.offset ?? 0);
      const told = [
        ...polled.map(({ question }) => words.say('newPoll', { question })),
        ...calls.map(({ author, text: said }) => words.say('calledYou', { name: author.name, text: said })),
      ];
      if (looks % LOOKS_A_DIGEST === 0) {
        if (isAloud.peek()) told.push(...digest(client, heardTo, words));
        heardTo = Math.max(heardTo, at?.offset ?? 0);
      }
      if (told.length > 0) text.value = told.join(' ');
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [client, polls, words, text]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== KEY || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, dialog') !== null) return;
      isAloud.value = !isAloud.value;
      text.value = words.say(isAloud.value ? 'aloud' : 'notAloud');
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [words]);
  return (
    <p class="unseen" role="status" aria-live="polite">
      {text.value}
    </p>
  );
}

/** One is read out; of several it is said how many, and the last is read out. */
function digest(client: RoomClient, heardTo: number, words: RoomWords): readonly string[] {
  const { lines, you } = client.feed.peek();
  const { count, last } = digestOf(lines, heardTo, you?.id);
  if (last === null) return [];
  const read = `${last.name}: ${last.text}`;
  return count === 1 ? [read] : [`${words.say('newMessages', { n: count })}. ${read}`];
}
