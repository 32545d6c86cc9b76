import type { VNode } from 'preact';
import { useSeconds } from '../view/use-seconds.ts';
import { agendaAt, type TimedItem } from './agenda.ts';
import type { EventProps } from './event.tsx';
import { useEventWords } from './event-words.ts';

/** Below the picture: what the event is, and where it is in its agenda. */
export function About({ card, page }: EventProps): VNode | null {
  const words = useEventWords();
  const seconds = useSeconds();
  const { description, agenda, endsAt, state } = card.value;
  const nowMs = seconds.value + page.clockOffsetMs.value;
  const isOver = state === 'ended' || state === 'published';
  // While it is on, the last item runs on past the hour that was planned.
  const endsAtMs = isOver ? 0 : state === 'live' || endsAt === null ? null : Date.parse(endsAt);
  if (description === '' && agenda.length === 0) return null;
  return (
    <section class="about" aria-label={words.say('about')}>
      {agenda.length > 0 && (
        <div class="about-part">
          <h2 class="about-title">{words.say('agenda')}</h2>
          <ol class="agenda">
            {agendaAt(agenda, endsAtMs, nowMs).map((item, index) => (
              <Item key={index} item={item} />
            ))}
          </ol>
        </div>
      )}
      {description !== '' && (
        <div class="about-part">
          <h2 class="about-title">{words.say('about')}</h2>
          <p class="about-text" dir="auto">
            {description}
          </p>
        </div>
      )}
    </section>
  );
}

function Item({ item }: { readonly item: TimedItem }): VNode {
  const words = useEventWords();
  const { startsAt, startsAtMs, title, speaker = '', details = '', phase } = item;
  return (
    <li class="agenda-item" data-phase={phase} {...(phase === 'now' ? { 'aria-current': 'time' as const } : {})}>
      <time class="agenda-time" dateTime={startsAt}>
        {words.time(startsAtMs)}
      </time>
      <div class="agenda-what">
        <p class="agenda-title" dir="auto">
          {title}
          {phase === 'now' && <span class="badge agenda-now">{words.say('now')}</span>}
        </p>
        {speaker !== '' && (
          <p class="agenda-more" dir="auto">
            {speaker}
          </p>
        )}
        {details !== '' && (
          <p class="agenda-more" dir="auto">
            {details}
          </p>
        )}
      </div>
    </li>
  );
}
