import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { asEventId } from '../../../core/contracts/room/ids.ts';
import type { EventSummary } from '../../../core/contracts/room/organiser.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { dayOf, otherMonth, weeksOf } from '../../state/event/month.ts';
import { dayText, firstWeekdayOf, monthText, timeText, weekdayText } from '../../words/dates.ts';
import { useWords } from '../../words/words.ts';
import { STATE_PHRASES } from '../event/state-badge.tsx';

/** A month of events, on the clocks of this browser. */
export function MonthView({ events }: { readonly events: readonly EventSummary[] }): VNode {
  const words = useWords();
  const { language } = words;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const today = dayOf(Date.now(), zone);
  const month = useSignal(today.slice(0, 7));
  const weeks = weeksOf(month.value, firstWeekdayOf(language));
  const on = Map.groupBy(
    events.filter(({ startsAt }) => startsAt !== null).toSorted((a, b) => (a.startsAt ?? '').localeCompare(b.startsAt ?? '')),
    ({ startsAt }) => dayOf(Date.parse(startsAt ?? ''), zone),
  );
  return (
    <section class="month" aria-label={monthText(language, month.value)}>
      <div class="month-top">
        <button
          type="button"
          class="tool turn"
          aria-label={words.say('monthBefore')}
          title={words.say('monthBefore')}
          onClick={() => (month.value = otherMonth(month.value, -1))}
        >
          <Icon name="chevron-left" />
        </button>
        <h2 aria-live="polite">{monthText(language, month.value)}</h2>
        <button
          type="button"
          class="tool turn"
          aria-label={words.say('monthAfter')}
          title={words.say('monthAfter')}
          onClick={() => (month.value = otherMonth(month.value, 1))}
        >
          <Icon name="chevron-right" />
        </button>
        <button type="button" class="button" onClick={() => (month.value = today.slice(0, 7))}>
          {words.say('today')}
        </button>
      </div>
      <table class="days">
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col" abbr={weekdayText(language, day, 'long')}>
                {weekdayText(language, day, 'short')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td
                  key={day}
                  class={day.startsWith(month.value) ? 'day' : 'day day-else'}
                  aria-current={day === today ? 'date' : undefined}
                >
                  <span class="day-number figures" aria-hidden="true">
                    {words.number(Number(day.slice(8)))}
                  </span>
                  <span class="unseen">{dayText(language, day)}</span>
                  {on.get(day)?.map((event) => (
                    <DayEvent key={event.id} event={event} />
                  ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function DayEvent({ event }: { readonly event: EventSummary }): VNode | null {
  const words = useWords();
  const id = asEventId(event.id);
  if (id === undefined) return null;
  return (
    <Link class={`day-event day-${event.state}`} to={{ screen: 'event', event: id, tab: 'settings' }}>
      <span class="figures">{timeText(words.language, event.startsAt ?? '')}</span> <span dir="auto">{event.title}</span>
      <span class="unseen">{words.say(STATE_PHRASES[event.state])}</span>
    </Link>
  );
}
