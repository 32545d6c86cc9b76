import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { asEventId } from '../../../core/contracts/room/ids.ts';
import type { EventSummary } from '../../../core/contracts/room/organiser.ts';
import { Empty } from '../../parts/empty.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { Shown } from '../../parts/shown.tsx';
import { type EventGroup, groupsOf } from '../../state/event/groups.ts';
import { useResource } from '../../state/resource.ts';
import { isAtLeast } from '../../state/rights.ts';
import { useMe, useStudio } from '../../state/studio.ts';
import { dateTimeText } from '../../words/dates.ts';
import { type Phrase, useWords } from '../../words/words.ts';
import { StateBadge } from '../event/state-badge.tsx';
import { Screen } from '../shell.tsx';
import { MonthView } from './month-view.tsx';
import { NewEventDialog } from './new-event-dialog.tsx';

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
  over: 'groupOver',
};

/** Every event of the organisation, as a list or a calendar. */
export function EventsScreen(): VNode {
  const words = useWords();
  const studio = useStudio();
  const me = useMe();
  const events = useResource(() => studio.api.events());
  const isCalendar = useSignal(false);
  const isMaking = useSignal(false);
  const more = async (from: string): Promise<void> => {
    const before = events.value;
    const answer = await studio.api.events(from);
    if (answer.ok && before !== undefined) events.set({ events: [...before.events, ...answer.value.events], next: answer.value.next });
  };
  const make = isAtLeast(me.role, 'producer') && (
    <button type="button" class="button primary" onClick={() => (isMaking.value = true)}>
      <Icon name="plus" />
      {words.say('newEvent')}
    </button>
  );
  return (
    <Screen title={words.say('eventsTitle')} action={(events.value?.events.length ?? 0) > 0 ? make : null}>
      <Shown of={events}>
        {({ events: list, next }) =>
          list.length === 0 ? (
            <Empty icon="calendar-days" title={words.say('eventsEmpty')}>
              <p>{words.say('eventsEmptyMore')}</p>
              {make}
            </Empty>
          ) : (
            <>
              <div class="views" role="group" aria-label={words.say('eventsView')}>
                {([false, true] as const).map((calendar) => (
                  <button
                    key={calendar}
                    type="button"
                    class="button"
                    aria-pressed={isCalendar.value === calendar}
                    onClick={() => (isCalendar.value = calendar)}
                  >
                    <Icon name={calendar ? 'calendar-days' : 'list'} />
                    {words.say(calendar ? 'viewCalendar' : 'viewList')}
                  </button>
                ))}
              </div>
              {isCalendar.value ? (
                <MonthView events={list} />
              ) : (
                groupsOf(list).map(([group, those]) => (
                  <section key={group} class="group" aria-labelledby={`group-${group}`}>
                    <h2 id={`group-${group}`}>{words.say(GROUP_PHRASES[group])}</h2>
                    <ul class="rows">
                      {those.map((event) => (
                        <EventRow key={event.id} event={event} />
                      ))}
                    </ul>
                  </section>
                ))
              )}
              {next !== null && (
                <button type="button" class="button" onClick={() => void more(next)}>
                  {words.say('moreEvents')}
                </button>
              )}
            </>
          )
        }
      </Shown>
      {isMaking.value && <NewEventDialog onClose={() => (isMaking.value = false)} />}
    </Screen>
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
