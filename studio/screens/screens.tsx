/** Which screen is at which place. */
import type { VNode } from 'preact';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import { Empty } from '../parts/empty.tsx';
import { Link } from '../parts/link.tsx';
import { isAtLeast } from '../state/rights.ts';
import type { Route } from '../state/route.ts';
import { useMe } from '../state/studio.ts';
import { useWords } from '../words/words.ts';
import { AccountScreen } from './account/account.tsx';
import { AuditScreen } from './audit/audit.tsx';
import { EventScreen } from './event/event-screen.tsx';
import { EventsScreen } from './events/events.tsx';
import { OrganisationScreen } from './organisation/organisation.tsx';
import { PeopleScreen } from './people/people.tsx';
import { TemplatesScreen } from './templates/templates.tsx';

/** Who may look at a place. */
const NEEDS: Readonly<Record<Route['screen'], AccountRole>> = {
  events: 'analyst',
  event: 'analyst',
  templates: 'producer',
  people: 'producer',
  audit: 'owner',
  organisation: 'producer',
  account: 'analyst',
  unknown: 'analyst',
};

/** The screen at a place, for who may see it. */
export function ScreenAt({ route }: { readonly route: Route }): VNode {
  const words = useWords();
  const me = useMe();
  if (!isAtLeast(me.role, NEEDS[route.screen])) {
    return (
      <Empty isWhole icon="shield-check" title={words.say('notAllowed')}>
        <p>{words.say('notAllowedMore')}</p>
      </Empty>
    );
  }
  switch (route.screen) {
    case 'events':
      return <EventsScreen route={route} />;
    case 'event':
      return <EventScreen event={route.event} tab={route.tab} />;
    case 'templates':
      return <TemplatesScreen />;
    case 'people':
      return <PeopleScreen />;
    case 'audit':
      return <AuditScreen />;
    case 'organisation':
      return <OrganisationScreen />;
    case 'account':
      return <AccountScreen />;
    case 'unknown':
      return (
        <Empty isWhole icon="info" title={words.say('noPage')}>
          <p>{words.say('noPageMore')}</p>
          <Link class="button" to={{ screen: 'events' }}>
            {words.say('toEvents')}
          </Link>
        </Empty>
      );
  }
}
