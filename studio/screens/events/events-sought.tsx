import { useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { EVENT_STATES, type EventState } from '../../../core/contracts/room/entries.ts';
import { Icon } from '../../parts/icon.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import type { EventsRoute } from '../../state/route.ts';
import { useWords } from '../../words/words.ts';
import { STATE_PHRASES } from '../event/state-badge.tsx';

/** While somebody types, nothing is asked. */
const TYPING_MS = 300;

interface EventsSoughtProps {
  readonly route: EventsRoute;
  readonly onChange: (change: { readonly search?: string; readonly state?: EventState | undefined }) => void;
}

/** What is looked for: words, and a state. */
export function EventsSought({ route, onChange }: EventsSoughtProps): VNode {
  const words = useWords();
  const { search = '', state } = route;
  const typed = useSignal(search);
  // another address, while nobody types
  useEffect(() => {
    if (typed.peek().trim() !== search) typed.value = search;
  }, [search]);
  useSignalEffect(() => {
    const written = typed.value;
    const timer = setTimeout(() => {
      if (written.trim() !== search) onChange({ search: written });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <form class="search" role="search" onSubmit={(event) => event.preventDefault()}>
      <Icon name="search" />
      <SearchField label={words.say('eventsSearch')} value={typed.value} onInput={(text) => (typed.value = text)} />
      <select
        class="input input-small"
        aria-label={words.say('eventsState')}
        onChange={(event) => onChange({ state: EVENT_STATES.find((one) => one === event.currentTarget.value) })}
      >
        <option value="" selected={state === undefined}>
          {words.say('eventsStateAny')}
        </option>
        {EVENT_STATES.map((one) => (
          <option key={one} value={one} selected={one === state}>
            {words.say(STATE_PHRASES[one])}
          </option>
        ))}
      </select>
    </form>
  );
}
