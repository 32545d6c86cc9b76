import type { VNode } from 'preact';
import type { EventId } from '../../core/contracts/room/ids.ts';
import { useLater } from '../parts/use-later.ts';
import { useWords } from '../words/words.ts';

const load = () => import('./control-screen.tsx');

/** The control room, fetched when it is opened: it is the largest screen there is. */
export function ControlRoom({ event }: { readonly event: EventId }): VNode {
  const words = useWords();
  const { state, again } = useLater(load);
  if (typeof state === 'object') return <state.value.ControlScreen event={event} />;
  return (
    <main class="door">
      {state === undefined ? (
        <p class="quiet">{words.say('loading')}</p>
      ) : (
        <button type="button" class="button primary" onClick={again}>
          {words.say('tryAgain')}
        </button>
      )}
    </main>
  );
}
