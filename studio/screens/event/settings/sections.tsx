import type { FunctionComponent } from 'preact';
import type { EventForm } from '../../../state/event/event-form.ts';
import type { Phrase } from '../../../words/words.ts';
import { Access, Registration } from './access.tsx';
import { Basics, Schedule } from './basics.tsx';
import { Branding } from './branding.tsx';
import { Embedding, Ending, Retention } from './ending.tsx';
import { Room } from './room.tsx';
import type { SectionProps } from './section.ts';
import { WaitingRoom } from './waiting.tsx';

interface SectionEntry {
  readonly phrase: Phrase;
  readonly more?: Phrase;
  readonly Section: FunctionComponent<SectionProps>;
  /** Whether it means anything for the event as it is written; absent: always. */
  readonly isFor?: (form: EventForm) => boolean;
}

/** Every section of an event's settings, in the order of an organiser's work. */
export const SECTIONS: readonly SectionEntry[] = [
  { phrase: 'sectionBasics', Section: Basics },
  { phrase: 'sectionSchedule', Section: Schedule },
  { phrase: 'sectionAccess', Section: Access },
  {
    phrase: 'sectionRegistration',
    more: 'sectionRegistrationMore',
    Section: Registration,
    isFor: ({ access }) => access === 'registration',
  },
  { phrase: 'sectionWaiting', more: 'sectionWaitingMore', Section: WaitingRoom },
  { phrase: 'sectionRoom', more: 'sectionRoomMore', Section: Room },
  { phrase: 'sectionBranding', more: 'sectionBrandingMore', Section: Branding },
  { phrase: 'sectionEnding', Section: Ending },
  { phrase: 'sectionEmbed', more: 'sectionEmbedMore', Section: Embedding },
  { phrase: 'sectionRetention', more: 'sectionRetentionMore', Section: Retention },
];
