import type { VNode } from 'preact';
import { isOwnPicture } from '../../ui/branding.ts';
import { regionOf } from '../../ui/words.ts';
import { useSeconds } from '../view/use-seconds.ts';
import { figuresOf, markOf, type Unit } from './countdown.ts';
import type { EventProps } from './event.tsx';
import { spanText, unitName, venueText, whenText, zoneName } from './event-times.ts';
import { type EventWords, useEventWords } from './event-words.ts';
import { EventIcon } from './event-icon.tsx';
import { SoundTest } from './sound-test.tsx';

/** Nobody needs a calendar any more when it is as near as this. */
const NEAR_MS = 10 * 60_000;

/** Instead of the picture before it begins: what is coming, when, and what can be done until then. The picture takes its place by itself. */
export function WaitingRoom({ card, page }: EventProps): VNode {
  const words = useEventWords();
  const nowMs = useSeconds();
  const { title, slug, startsAt, timeZone, waitingRoom, state } = card.value;
  const startsAtMs = startsAt === null ? null : Date.parse(startsAt);
  const leftMs = startsAtMs === null ? null : startsAtMs - nowMs.value - page.clockOffsetMs.value;
  const isTime = state === 'live' || (leftMs !== null && leftMs <= 0);
  const { posterUrl = null } = page.status.value ?? {};
  const picture = isOwnPicture(waitingRoom.picture) ? waitingRoom.picture : posterUrl;
  const people = page.people.value;
  return (
    <div class="veil veil-field landing">
      {picture !== null && <img class="poster" src={picture} alt="" />}
      <div class="landing-body">
        <h2 class="landing-title" dir="auto">
          {title}
        </h2>
        {startsAtMs !== null && !isTime && <When atMs={startsAtMs} timeZone={timeZone} />}
        {startsAtMs === null && !isTime && <p class="landing-when">{words.say('noTime')}</p>}
        {leftMs !== null && !isTime && <Clock leftMs={leftMs} />}
        {isTime && (
          <p class="landing-soon">
            <strong>{words.say('anyMoment')}</strong>
            <span>{words.say('anyMomentMore')}</span>
          </p>
        )}
        {waitingRoom.message !== '' && (
          <p class="landing-message" dir="auto">
            {waitingRoom.message}
          </p>
        )}
        <div class="landing-tools">
          {leftMs !== null && leftMs > NEAR_MS && (
            <a class="primary" href={`/api/card/${encodeURIComponent(slug)}/calendar.ics`} download={`${slug}.ics`}>
              <EventIcon name="calendar-plus" />
              {words.say('calendar')}
            </a>
          )}
          <SoundTest />
        </div>
        {people > 1 && <p class="landing-people">{words.say('waitingPeople', { n: people })}</p>}
      </div>
    </div>
  );
}

function When({ atMs, timeZone }: { readonly atMs: number; readonly timeZone: string }): VNode {
  const words = useEventWords();
  const region = regionOf(words.language);
  const venue = venueText(atMs, region, timeZone);
  return (
    <p class="landing-when">
      <time dateTime={new Date(atMs).toISOString()}>
        {venue === undefined ? whenText(atMs, region) : words.say('yourTime', { time: whenText(atMs, region) })}
      </time>
      {venue !== undefined && <span>{words.say('venueTime', { time: venue, zone: zoneName(timeZone) })}</span>}
    </p>
  );
}

/** Large figures for the eye; for the ear a sentence that changes a few times an hour. */
function Clock({ leftMs }: { readonly leftMs: number }): VNode {
  const words = useEventWords();
  const mark = markOf(leftMs);
  return (
    <>
      <div class="landing-clock" aria-hidden="true">
        {figuresOf(leftMs).map(({ unit, value }) => (
          <span key={unit} class="landing-unit">
            <span class="landing-figure">{figureText(words, unit, value)}</span>
            <span class="landing-word">{unitName(value, unit, words.language)}</span>
          </span>
        ))}
      </div>
      <p class="unseen" role="status">
        {mark === null ? words.say('anyMoment') : words.say('beginsIn', { time: spanText(mark.value, mark.unit, words.language) })}
      </p>
    </>
  );
}

/** Two figures, so that nothing moves; days as many as there are. */
function figureText(words: EventWords, unit: Unit, value: number): string {
  return new Intl.NumberFormat(words.language, { minimumIntegerDigits: unit === 'day' ? 1 : 2, useGrouping: false }).format(value);
}
