import { useSignal } from '@preact/signals';
import type { FunctionComponent, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { EventAnswer } from '../../../core/contracts/room/organiser.ts';
import { useWords } from '../../words/words.ts';

/** What there is of one event, as a part of its own. */
export type Tab = FunctionComponent<{ readonly event: EventAnswer }>;

interface LaterTabProps {
  readonly event: EventAnswer;
  readonly load: () => Promise<Tab>;
}

/** A part of an event that is fetched when it is opened. */
export function LaterTab({ event, load }: LaterTabProps): VNode {
  const words = useWords();
  const tab = useSignal<{ readonly Tab: Tab } | 'failed' | undefined>(undefined);
  const begin = (): void => {
    tab.value = undefined;
    load().then(
      (Loaded) => (tab.value = { Tab: Loaded }),
      () => (tab.value = 'failed'),
    );
  };
  useEffect(begin, [load]);
  if (typeof tab.value === 'object') return <tab.value.Tab event={event} />;
  if (tab.value === undefined) return <div class="bones" role="status" aria-label={words.say('loading')} />;
  return (
    <div class="card trouble">
      <h2>{words.say('loadFailed')}</h2>
      <button type="button" class="button" onClick={begin}>
        {words.say('tryAgain')}
      </button>
    </div>
  );
}
