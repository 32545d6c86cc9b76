import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Page } from '../../api/studio-api.ts';
import { asEventId } from '../../../core/contracts/room/ids.ts';
import type { EventsSought, EventSummary } from '../../../core/contracts/room/organiser.ts';
import { Empty } from '../../parts/empty.tsx';
import { Link } from '../../parts/link.tsx';
import { More } from '../../parts/more.tsx';
import { Shown } from '../../parts/shown.tsx';
import { type EventGroup, groupsOf } from '../../state/event/groups.ts';
import type { Resource } from '../../state/resource.ts';
import { useStudio } from '../../state/studio.ts';
import { dateTimeText } from '../../words/dates.ts';
import { type Phrase, useWords } from '../../words/words.ts';
import { StateBadge } from '../event/state-badge.tsx';

/** How one comes to an event, in words. */
export const ACCESS_PHRASES: Readonly<Record<EventSummary['access'], Phrase>> = {
  open: 'accessOpen',
  password: 'accessPassword',
  token: 'accessToken',
  registration: 'accessRegistration',
};

const GROUP_PHRASES: Readonly<Record<EventGroup, Phrase>> = {
  live: 'stateLive',
  coming: 'groupComing',
  undated: 'groupUndated',
  missed: 'groupMissed',
  over: 'groupOver',
};

interface EventsListProps {
  readonly events: Resource<Page<'events', EventSummary>>;
  /** What they were looked for by; nothing: they are all events. */
  readonly sought: EventsSought;
  readonly onClear: () => void;
}

/** Events one below the other, by what they are to an organiser; how many were found, when some were looked for. */
export function EventsList({ events, sought, onClear }: EventsListProps): VNode {
  const words = useWords();
  const { api } = useStudio();
  const found = useRef('');
  const isSought = Object.keys(sought).length > 0;
  // while others are fetched, what was told last is what is on the screen
  if (events.value !== undefined) {
    const { events: list, next } = events.value;
    found.current = isSought ? words.say(next === null ? 'eventsFound' : 'eventsFoundFirst', { n: list.length }) : '';
  }
  return (
    <>
      <p class={events.value?.events.length === 0 ? 'unseen' : 'quiet figures events-found'} role="status">
        {found.current}
      </p>
      <Shown of={events} keeps>
        {({ events: list, next }) =>
          list.length === 0 ? (
            <Empty icon="search" title={words.say('eventsNoneFound')}>
              <p>{words.say('eventsNoneFoundMore')}</p>
              <button type="button" class="button" onClick={onClear}>
                {words.say('eventsShowAll')}
              </button>
            </Empty>
          ) : (
            <>
              {groupsOf(list, Date.now()).map(([group, those]) => (
                <section key={group} class="group" aria-labelledby={`group-${group}`}>
                  <h2 id={`group-${group}`}>{words.say(GROUP_PHRASES[group])}</h2>
                  <ul class="rows">
                    {those.map((event) => (
                      <EventRow key={event.id} event={event} />
                    ))}
                  </ul>
                </section>
              ))}
              {next !== null && (
                <More
                  label={words.say('moreEvents')}
                  work={() => api.events(sought, next)}
                  onMore={(more) => events.set({ events: [...list, ...more.events], next: more.next })}
                />
              )}
            </>
          )
        }
      </Shown>
    </>
  );
}

function EventRow({ event }: { readonly event: EventSummary }): VNode {
  const words = useWords();
  const id = asEventId(event.id);
  return (
    <li class="row">
      <div class="row-main">
        {id !== undefined && (
          <Link class="row-title" to={{ screen: 'event', event: id, tab: 'settings' }}>
            <span dir="auto">{event.title}</span>
          </Link>
        )}
        <p class="quiet figures">
          {event.startsAt === null ? words.say('noStart') : dateTimeText(words.language, event.startsAt, event.timeZone)}
          {' · '}
          {words.say(ACCESS_PHRASES[event.access])}
        </p>
      </div>
      <StateBadge state={event.state} />
    </li>
  );
}
