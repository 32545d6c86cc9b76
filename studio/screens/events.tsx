import type { VNode } from 'preact';
import type { EventSummary } from '../../core/contracts/room/organiser.ts';
import { asEventId } from '../../core/contracts/room/ids.ts';
import { Empty } from '../parts/empty.tsx';
import { Link } from '../parts/link.tsx';
import { Shown } from '../parts/shown.tsx';
import { useResource } from '../state/resource.ts';
import { useStudio } from '../state/studio.ts';
import { useWords } from '../words/words.ts';
import { StateBadge } from './event/state-badge.tsx';
import { Screen } from './shell.tsx';

/** Every event of the organisation. */
export function EventsScreen(): VNode {
  const words = useWords();
  const { api } = useStudio();
  const events = useResource(() => api.events());
  return (
    <Screen title={words.say('eventsTitle')}>
      <Shown of={events}>
        {(page) =>
          page.events.length === 0 ? (
            <Empty icon="calendar-days" title={words.say('eventsEmpty')}>
              <p>{words.say('eventsEmptyMore')}</p>
            </Empty>
          ) : (
            <ul class="rows">
              {page.events.map((event) => (
                <EventRow key={event.id} event={event} />
              ))}
            </ul>
          )
        }
      </Shown>
    </Screen>
  );
}

function EventRow({ event }: { readonly event: EventSummary }): VNode {
  const id = asEventId(event.id);
  return (
    <li class="row">
      {id !== undefined && (
        <Link class="row-main" to={{ screen: 'event', event: id, tab: 'settings' }}>
          <span dir="auto">{event.title}</span>
        </Link>
      )}
      <StateBadge state={event.state} />
    </li>
  );
}
