import type { ComponentChildren, VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Resource } from '../state/resource.ts';
import { useWords } from '../words/words.ts';
import { FailureNotice } from './notice.tsx';

interface ShownProps<T> {
  readonly of: Resource<T>;
  /** Rows of the skeleton. */
  readonly rows?: number;
  /** While another is fetched in its place, what was there is shown on, paler. */
  readonly keeps?: boolean;
  readonly children: (value: T) => ComponentChildren;
}

/** What was fetched; until then its shape, and when it cannot be had, why, with another try. */
export function Shown<T>({ of, rows = 4, keeps = false, children }: ShownProps<T>): VNode {
  const words = useWords();
  const state = of.state.value;
  const last = useRef<T | undefined>(undefined);
  const isReady = state.kind === 'ready';
  if (isReady) last.current = state.value;
  if (isReady && !keeps) return <>{children(state.value)}</>;
  if (state.kind !== 'failed' && last.current !== undefined && keeps) {
    return (
      <div class="kept" aria-busy={!isReady}>
        {children(last.current)}
      </div>
    );
  }
  if (state.kind === 'failed') {
    return (
      <div class="card trouble">
        <h2>{words.say('loadFailed')}</h2>
        <FailureNotice failure={state.failure} />
        <button type="button" class="button" onClick={() => void of.load()}>
          {words.say('tryAgain')}
        </button>
      </div>
    );
  }
  return (
    <div class="bones" role="status" aria-label={words.say('loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class="bone" />
      ))}
    </div>
  );
}
