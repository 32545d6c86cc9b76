/** What the page shows of the event itself: its colours and logo, the waiting room, the agenda, the end. */
import { effect, type ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { EventCard } from '../../core/contracts/room/join.ts';
import type { Attendance } from '../state/attendance.ts';
import type { EventSurfaces, PageFacts } from '../state/page-facts.ts';
import { About } from './about.tsx';
import { brandTokens, isOwnPicture } from '../../ui/branding.ts';
import { readCard, watchCard } from './card-watch.ts';
import { EventWordsContext, loadEventWords } from './event-words.ts';
import { TheEnd } from './the-end.tsx';
import { WaitingRoom } from './waiting-room.tsx';
import './event.css';

/** What every surface of the event is given. */
export interface EventProps {
  readonly card: ReadonlySignal<EventCard>;
  readonly page: PageFacts;
}

/** @returns undefined where there is no card. @throws when the server cannot be reached. */
export async function openEvent(attendance: Attendance, page: PageFacts): Promise<EventSurfaces | undefined> {
  const { slug, language } = attendance;
  const [words, first] = await Promise.all([loadEventWords(language), readCard(slug, AbortSignal.timeout(60_000))]);
  if (first === undefined) return undefined;
  // For as long as the page is there.
  const { card } = watchCard(slug, first, page.state);
  effect(() => {
    const { brand, brand2 } = card.value.branding;
    for (const [name, value] of Object.entries(brandTokens(brand, brand2))) document.documentElement.style.setProperty(name, value);
  });
  const props = { card, page };
  const inWords = (surface: VNode): VNode => <EventWordsContext.Provider value={words}>{surface}</EventWordsContext.Provider>;
  return {
    logo: <Logo card={card} />,
    waiting: inWords(<WaitingRoom {...props} />),
    ended: inWords(<TheEnd {...props} attendance={attendance} />),
    about: inWords(<About {...props} />),
  };
}

/** Decoration beside the title. */
function Logo({ card }: Pick<EventProps, 'card'>): VNode | null {
  const { logo } = card.value.branding;
  return isOwnPicture(logo) ? <img class="event-logo" src={logo} alt="" /> : null;
}
