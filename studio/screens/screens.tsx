/** Which screen is at which place. */
import type { VNode } from 'preact';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import { Empty } from '../parts/empty.tsx';
import { Later, LaterPart } from '../parts/later.tsx';
import { Link } from '../parts/link.tsx';
import { isAtLeast } from '../state/rights.ts';
import type { PlainScreen, Route } from '../state/route.ts';
import { useMe } from '../state/studio.ts';
import { useWords } from '../words/words.ts';
import { EventsScreen } from './events/events.tsx';

const EVENT = new LaterPart(['events'], () => import('./event/event-screen.tsx').then(({ EventScreen }) => EventScreen));
const PLAIN: Readonly<Record<PlainScreen, LaterPart<object>>> = {
  templates: new LaterPart(['house'], () => import('./templates/templates.tsx').then(({ TemplatesScreen }) => TemplatesScreen)),
  people: new LaterPart(['house'], () => import('./people/people.tsx').then(({ PeopleScreen }) => PeopleScreen)),
  audit: new LaterPart(['acts', 'house'], () => import('./audit/audit.tsx').then(({ AuditScreen }) => AuditScreen)),
  organisation: new LaterPart(['house'], () =>
    import('./organisation/organisation.tsx').then(({ OrganisationScreen }) => OrganisationScreen),
  ),
  account: new LaterPart(['house'], () => import('./account/account.tsx').then(({ AccountScreen }) => AccountScreen)),
};

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
      return <Later key="event" part={EVENT} given={{ event: route.event, tab: route.tab }} />;
    case 'unknown':
      return (
        <Empty isWhole icon="info" title={words.say('noPage')}>
          <p>{words.say('noPageMore')}</p>
          <Link class="button" to={{ screen: 'events' }}>
            {words.say('toEvents')}
          </Link>
        </Empty>
      );
    default:
      return <Later key={route.screen} part={PLAIN[route.screen]} given={{}} />;
  }
}
