/** What the page around ours is told: what goes on in the frame, and nothing about anybody. */
import { computed, effect, type ReadonlySignal } from '@preact/signals';
import type { ReadonlyFacts } from '../playback/playback-facts.ts';
import type { PageState } from '../state/page-state.ts';

/** The event as the page around it sees it. `replay`: it is over, and its recording plays. */
export type EmbedState = 'waiting' | 'live' | 'slate' | 'ended' | 'replay';

/** All there ever is in a message; docs/embedding.md lists them. */
export type EmbedMessage = { readonly plenary: 'state'; readonly state: EmbedState } | { readonly plenary: 'play' | 'pause' };

/** What is told of; the engine and the page have it. */
export interface Told {
  readonly state: ReadonlySignal<PageState>;
  readonly engine: { readonly facts: Pick<ReadonlyFacts, 'mode' | 'pictured' | 'paused' | 'finished'> };
}

/** @returns undefined as long as nothing is known, and while the viewer waits outside: then nothing is told. */
export function embedState(kind: PageState['kind'], isRecordingOn: boolean, before: EmbedState | undefined): EmbedState | undefined {
  switch (kind) {
    case 'waiting':
    case 'live':
    case 'slate':
      return kind;
    case 'ended':
      return isRecordingOn ? 'replay' : 'ended';
    case 'loading':
    case 'outside':
    case 'trouble':
    default:
      return before;
  }
}

/** Tells each change once, from now on. @param post to the page around ours alone. @returns what ends it. */
export function tellEmbedder({ state, engine: { facts } }: Told, post: (message: EmbedMessage) => void): () => void {
  let told: EmbedState | undefined;
  let wasPlaying = false;
  const isRecordingOn = computed(() => facts.mode.value === 'recording' && !facts.finished.value);
  const isPlaying = computed(() => facts.pictured.value && !facts.paused.value && !facts.finished.value);
  const ends = [
    effect(() => {
      const now = embedState(state.value.kind, isRecordingOn.value, told);
      if (now === undefined || now === told) return;
      told = now;
      post({ plenary: 'state', state: now });
    }),
    effect(() => {
      if (isPlaying.value === wasPlaying) return;
      wasPlaying = isPlaying.value;
      post({ plenary: wasPlaying ? 'play' : 'pause' });
    }),
  ];
  return () => ends.forEach((end) => end());
}
