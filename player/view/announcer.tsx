import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import type { Engine } from '../playback/engine.ts';
import type { Refusal } from '../playback/playback-facts.ts';
import type { PageState } from '../state/page-state.ts';
import { FAULT_PHRASES } from './state-card.tsx';
import { type Phrase, useWords } from './words.ts';

/** Tells a screen reader, politely and once, what the page changed to. Figures that run are not announced. */
export function Announcer({ state, engine }: { readonly state: ReadonlySignal<PageState>; readonly engine: Engine }): VNode {
  const words = useWords();
  const text = useComputed(() =>
    spoken(state.value, engine.facts.refusal.value)
      .map((phrase) => words.say(phrase))
      .join('. '),
  );
  return (
    <p class="unseen" role="status" aria-live="polite">
      {text.value}
    </p>
  );
}

function spoken(state: PageState, refusal: Refusal): readonly Phrase[] {
  // The entrance speaks for itself.
  if (state.kind === 'loading' || state.kind === 'outside') return [];
  if (state.kind === 'live') return [refusal === 'muted' ? 'soundOff' : 'onAir'];
  if (state.kind === 'trouble') return FAULT_PHRASES[state.fault];
  return SPOKEN[state.kind];
}

const SPOKEN = { waiting: ['soon', 'soonMore'], slate: ['slate', 'slateMore'], ended: ['ended'] } as const;
