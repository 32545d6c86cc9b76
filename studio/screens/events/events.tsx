import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Empty } from '../../parts/empty.tsx';
import { Icon } from '../../parts/icon.tsx';
import { thisMonth } from '../../state/event/month.ts';
import { useResource } from '../../state/resource.ts';
import { isAtLeast } from '../../state/rights.ts';
import { type EventsRoute, eventsRoute } from '../../state/route.ts';
import { useMe, useStudio } from '../../state/studio.ts';
import { useWords } from '../../words/words.ts';
import { Screen } from '../shell.tsx';
import { EventsList } from './events-list.tsx';
import { EventsSought } from './events-sought.tsx';
import { MonthView } from './month-view.tsx';
import { NewEventDialog } from './new-event-dialog.tsx';

/** The events of the organisation, as a list or a calendar: all, or those that are looked for. What is looked for stands in the address. */
export function EventsScreen({ route }: { readonly route: EventsRoute }): VNode {
  const words = useWords();
  const studio = useStudio();
  const me = useMe();
  const { search, state, month } = route;
  const sought = { ...(search === undefined ? {} : { search }), ...(state === undefined ? {} : { state }) };
  const isSought = search !== undefined || state !== undefined;
  const events = useResource(() => studio.api.events(sought), [search, state]);
  const isNone = !isSought && events.value?.events.length === 0;
  // until then an empty house may turn out, which has its button elsewhere
  const isKnown = useRef(false);
  if (events.value !== undefined) isKnown.current = true;
  const isMaking = useSignal(false);
  const show = (change: Parameters<typeof eventsRoute>[0]): void => {
    const now = studio.route.peek();
    if (now.screen === 'events') studio.go(eventsRoute({ ...now, ...change }), 'replace');
  };
  const make = isAtLeast(me.role, 'producer') && (
    <button type="button" class="button primary" onClick={() => (isMaking.value = true)}>
      <Icon name="plus" />
      {words.say('newEvent')}
    </button>
  );
  return (
    <Screen title={words.say('eventsTitle')} action={isNone || !isKnown.current ? null : make}>
      {isNone ? (
        <Empty icon="calendar-days" title={words.say('eventsEmpty')}>
          <p>{words.say('eventsEmptyMore')}</p>
          {make}
        </Empty>
      ) : (
        <>
          <div class="events-top">
            <EventsSought route={route} onChange={show} />
            <div class="views" role="group" aria-label={words.say('eventsView')}>
              {([false, true] as const).map((calendar) => (
                <button
                  key={calendar}
                  type="button"
                  class="button"
                  aria-pressed={(month !== undefined) === calendar}
                  onClick={() => show({ month: calendar ? (month ?? thisMonth()) : undefined })}
                >
                  <Icon name={calendar ? 'calendar-days' : 'list'} />
                  {words.say(calendar ? 'viewCalendar' : 'viewList')}
                </button>
              ))}
            </div>
          </div>
          {month === undefined ? (
            <EventsList events={events} sought={sought} onClear={() => show({ search: undefined, state: undefined })} />
          ) : (
            <MonthView
              month={month}
              sought={sought}
              onMonth={(other) => show({ month: other })}
              onList={() => show({ month: undefined })}
            />
          )}
        </>
      )}
      {isMaking.value && <NewEventDialog onClose={() => (isMaking.value = false)} />}
    </Screen>
  );
}
