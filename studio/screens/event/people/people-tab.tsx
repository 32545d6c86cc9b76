import type { VNode } from 'preact';
import type { EventAnswer } from '../../../../core/contracts/room/organiser.ts';
import '../audience.css';
import { PersonalLinks } from './personal-links.tsx';
import { Registrations } from './registrations.tsx';

/** Who may come: those who registered, those who were given a link. What the event lets people in by stands first. */
export function PeopleTab({ event }: { readonly event: EventAnswer }): VNode {
  const isAsked = event.access === 'registration' || event.settings.registration.fields.length > 0;
  return (
    <div class="sections">
      {isAsked && event.access === 'registration' && <Registrations event={event} />}
      <PersonalLinks event={event} />
      {isAsked && event.access !== 'registration' && <Registrations event={event} />}
    </div>
  );
}
