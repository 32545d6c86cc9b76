import type { VNode } from 'preact';
import type { EventState } from '../../../core/contracts/room/entries.ts';
import { type Phrase, useWords } from '../../words/words.ts';

/** Each state in words. */
export const STATE_PHRASES: Readonly<Record<EventState, Phrase>> = {
  draft: 'stateDraft',
  scheduled: 'stateScheduled',
  live: 'stateLive',
  ended: 'stateEnded',
  published: 'statePublished',
};

/** Where an event is in its life; red is for on air alone. */
export function StateBadge({ state }: { readonly state: EventState }): VNode {
  const words = useWords();
  return <span class={`badge badge-${state}`}>{words.say(STATE_PHRASES[state])}</span>;
}
