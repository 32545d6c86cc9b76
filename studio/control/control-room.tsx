import { useSignal } from '@preact/signals';
import type { FunctionComponent, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { EventId } from '../../core/contracts/room/ids.ts';
import { useWords } from '../words/words.ts';

type Screen = FunctionComponent<{ readonly event: EventId }>;

/** The control room, fetched when it is opened: it is the largest screen there is. */
export function ControlRoom({ event }: { readonly event: EventId }): VNode {
  const words = useWords();
  const screen = useSignal<{ readonly Screen: Screen } | 'failed' | undefined>(undefined);
  const load = (): void => {
    screen.value = undefined;
    import('./control-screen.tsx').then(
      ({ ControlScreen }) => (screen.value = { Screen: ControlScreen }),
      () => (screen.value = 'failed'),
    );
  };
  useEffect(load, []);
  if (typeof screen.value === 'object') return <screen.value.Screen event={event} />;
  return (
    <main class="door">
      {screen.value === undefined ? (
        <p class="quiet">{words.say('loading')}</p>
      ) : (
        <button type="button" class="button primary" onClick={load}>
          {words.say('tryAgain')}
        </button>
      )}
    </main>
  );
}
