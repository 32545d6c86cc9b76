/** What is around every screen: where one is, where one can go, who one is. */
import type { ComponentChildren, VNode } from 'preact';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import type { IconName } from '../parts/icon-names.ts';
import { Icon } from '../parts/icon.tsx';
import { useCurrentInView } from '../parts/current-in-view.ts';
import { Link } from '../parts/link.tsx';
import { isAtLeast } from '../state/rights.ts';
import type { Route } from '../state/route.ts';
import { useMe, useStudio } from '../state/studio.ts';
import { otherTheme } from '../state/theme.ts';
import { type Phrase, useWords } from '../words/words.ts';

interface Section {
  readonly route: Route;
  readonly phrase: Phrase;
  readonly icon: IconName;
  /** Others do not see it. */
  readonly from: AccountRole;
}

const SECTIONS: readonly Section[] = [
  { route: { screen: 'events' }, phrase: 'navEvents', icon: 'calendar-days', from: 'analyst' },
  { route: { screen: 'templates' }, phrase: 'navTemplates', icon: 'layout-template', from: 'producer' },
  { route: { screen: 'people' }, phrase: 'navPeople', icon: 'users', from: 'producer' },
  { route: { screen: 'audit' }, phrase: 'navAudit', icon: 'scroll-text', from: 'owner' },
  { route: { screen: 'organisation' }, phrase: 'navOrganisation', icon: 'settings', from: 'producer' },
];

/** The frame of the studio. */
export function Shell({ children }: { readonly children: ComponentChildren }): VNode {
  const words = useWords();
  const studio = useStudio();
  const me = useMe();
  const { screen } = studio.route.value;
  const current = screen === 'event' ? 'events' : screen;
  const nav = useCurrentInView(current);
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {words.say('toContent')}
      </a>
      <header class="side">
        <p class="house">
          <strong>
            <bdi>{me.organisation}</bdi>
          </strong>
          <span class="quiet">{words.say('studio')}</span>
        </p>
        <nav ref={nav} aria-label={words.say('navMain')}>
          {SECTIONS.filter(({ from }) => isAtLeast(me.role, from)).map(({ route, phrase, icon }) => (
            <Link key={phrase} class="section" to={route} isCurrent={route.screen === current}>
              <Icon name={icon} />
              <span>{words.say(phrase)}</span>
            </Link>
          ))}
        </nav>
        <div class="self">
          <Link class="section" to={{ screen: 'account' }} isCurrent={current === 'account'}>
            <Icon name="circle-user-round" />
            <span dir="auto">{me.name}</span>
          </Link>
          <button type="button" class="tool" aria-label={words.say('theme')} title={words.say('theme')} onClick={otherTheme}>
            <Icon name="sun-moon" />
          </button>
          <button
            type="button"
            class="tool"
            aria-label={words.say('signOut')}
            title={words.say('signOut')}
            onClick={() => void studio.session.leave()}
          >
            <Icon name="log-out" />
          </button>
        </div>
      </header>
      <main id="content" class="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

interface ScreenProps {
  readonly title: ComponentChildren;
  /** What is done here: its one primary action, at the end of the title's line. */
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A screen under its title. */
export function Screen({ title, action, children }: ScreenProps): VNode {
  return (
    <div class="screen">
      <div class="screen-top">
        <h1 dir="auto">{title}</h1>
        {action}
      </div>
      {children}
    </div>
  );
}
