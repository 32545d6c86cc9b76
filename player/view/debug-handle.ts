/** `window.plenary`: figures to read for tests and for the curious; nothing can be changed through it. */
import type { Engine } from '../playback/engine.ts';
import type { PlaybackSnapshot } from '../playback/snapshot.ts';
import type { PageState } from '../state/page-state.ts';

/** One look at the player and its page. */
export interface DebugSnapshot extends PlaybackSnapshot {
  readonly state: PageState['kind'];
  /** When this page was loaded, Unix ms: changes with every reload. */
  readonly loadedAtMs: number;
  readonly fault: string | null;
  readonly following: boolean;
  readonly chosenHeight: number | null;
}

interface DebugHandle {
  /** Everything measured up to now. */
  snapshot(): DebugSnapshot;
}

declare global {
  interface Window {
    plenary?: DebugHandle;
  }
}

/** Puts the handle up. @returns what takes it down. */
export function debugHandle(engine: Engine, state: () => PageState['kind']): () => void {
  window.plenary = Object.freeze({
    snapshot: () => ({
      ...engine.snapshot(),
      state: state(),
      loadedAtMs: Math.round(performance.timeOrigin),
      fault: engine.facts.fault.value,
      following: engine.facts.following.value,
      chosenHeight: engine.facts.chosenHeight.value,
    }),
  });
  return () => {
    delete window.plenary;
  };
}
