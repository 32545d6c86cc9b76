import type { VNode } from 'preact';
import { asEventId } from '../../../core/contracts/room/ids.ts';
import type { EventsSought, EventSummary } from '../../../core/contracts/room/organiser.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Shown } from '../../parts/shown.tsx';
import { allPages } from '../../state/audience/all-pages.ts';
import { type Day, dayOf, type Month, otherMonth, ownZone, spanOf, thisMonth, weeksOf } from '../../state/event/month.ts';
import { useResource } from '../../state/resource.ts';
import { useStudio } from '../../state/studio.ts';
import { dayText, firstWeekdayOf, monthText, timeText, weekdayAndDayText, weekdayText } from '../../words/dates.ts';
import { useWords } from '../../words/words.ts';
import { STATE_PHRASES } from '../event/state-badge.tsx';

interface MonthViewProps {
  readonly month: Month;
  /** What of them is looked for. */
  readonly sought: EventsSought;
  readonly onMonth: (month: Month) => void;
  /** Shows them as a list. */
  readonly onList: () => void;
}

/** The events of a month, on the clocks of this browser; in a narrow window its days with events, one below the other. */
export function MonthView({ month, sought, onMonth, onList }: MonthViewProps): VNode {
  const words = useWords();
  const { api } = useStudio();
  const { language } = words;
  const zone = ownZone();
  const weeks = weeksOf(month, firstWeekdayOf(language));
  const events = useResource(
    () =>
      allPages(async (from) => {
        const answer = await api.events({ ...sought, ...spanOf(weeks) }, from);
        return answer.ok ? { ok: true, value: { items: answer.value.events, next: answer.value.next } } : answer;
      }),
    [month, sought.search, sought.state],
  );
  return (
    <section class="month" aria-label={monthText(language, month)}>
      <div class="month-top">
        <button
          type="button"
          class="tool turn"
          aria-label={words.say('monthBefore')}
          title={words.say('monthBefore')}
          onClick={() => onMonth(otherMonth(month, -1))}
        >
          <Icon name="chevron-left" />
        </button>
        <h2 aria-live="polite">{monthText(language, month)}</h2>
        <button
          type="button"
          class="tool turn"
          aria-label={words.say('monthAfter')}
          title={words.say('monthAfter')}
          onClick={() => onMonth(otherMonth(month, 1))}
        >
          <Icon name="chevron-right" />
        </button>
        <button type="button" class="button" onClick={() => onMonth(thisMonth())}>
          {words.say('today')}
        </button>
      </div>
      <Shown of={events} keeps>
        {({ items }) => {
          const on = Map.groupBy(items, ({ startsAt }) => dayOf(Date.parse(startsAt ?? ''), zone));
          const isSought = Object.keys(sought).length > 0;
          const isEmpty = weeks.flat().every((day) => !day.startsWith(month) || !on.has(day));
          return (
            <>
              {isEmpty && !isSought && <p class="quiet month-empty">{words.say('monthEmpty')}</p>}
              {isEmpty && isSought && (
                <Notice kind="info">
                  <p>{words.say('monthNoneFound')}</p>
                  <button type="button" class="button" onClick={onList}>
                    {words.say('viewList')}
                  </button>
                </Notice>
              )}
              <Days month={month} weeks={weeks} on={on} />
            </>
          );
        }}
      </Shown>
    </section>
  );
}

interface DaysProps {
  readonly month: Month;
  readonly weeks: readonly (readonly Day[])[];
  readonly on: ReadonlyMap<Day, readonly EventSummary[]>;
}

const byStart = (one: EventSummary, other: EventSummary): number => (one.startsAt ?? '').localeCompare(other.startsAt ?? '');

function Days({ month, weeks, on }: DaysProps): VNode {
  const words = useWords();
  const { language } = words;
  const today = dayOf(Date.now(), ownZone());
  return (
    <table class="days" role="table">
      <thead role="rowgroup">
        <tr role="row">
          {weeks[0]?.map((day) => (
            <th key={day} role="columnheader" scope="col" abbr={weekdayText(language, day, 'long')}>
              {weekdayText(language, day, 'short')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {weeks.map((week) => (
          <tr key={week[0]} role="row">
            {week.map((day) => (
              <td key={day} class={day.startsWith(month) ? 'day' : 'day day-else'} aria-current={day === today ? 'date' : undefined}>
                <span class="day-number figures" aria-hidden="true">
                  {words.number(Number(day.slice(8)))}
                </span>
                <span class="day-name figures" aria-hidden="true">
                  {weekdayAndDayText(language, day)}
                </span>
                <span class="unseen">{dayText(language, day)}</span>
                {on
                  .get(day)
                  ?.toSorted(byStart)
                  .map((event) => (
                    <DayEvent key={event.id} event={event} />
                  ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
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
