import type { ComponentChildren, VNode } from 'preact';
import type { Resource } from '../state/resource.ts';
import { useWords } from '../words/words.ts';
import { FailureNotice } from './notice.tsx';

interface ShownProps<T> {
  readonly of: Resource<T>;
  /** Rows of the skeleton. */
  readonly rows?: number;
  readonly children: (value: T) => ComponentChildren;
}

/** What was fetched; until then its shape, and when it cannot be had, why, with another try. */
export function Shown<T>({ of, rows = 4, children }: ShownProps<T>): VNode {
  const words = useWords();
  const state = of.state.value;
  if (state.kind === 'ready') return <>{children(state.value)}</>;
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
