import { useSignal } from '@preact/signals';
import type { FunctionComponent, VNode } from 'preact';
import type { EventState } from '../../../core/contracts/room/entries.ts';
import type { EventId } from '../../../core/contracts/room/ids.ts';
import type { EventAnswer } from '../../../core/contracts/room/organiser.ts';
import type { AccountRole } from '../../../core/contracts/room/roles.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useCurrentInView } from '../../parts/current-in-view.ts';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { useSending } from '../../parts/form.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Later, LaterPart } from '../../parts/later.tsx';
import { Link } from '../../parts/link.tsx';
import { Shown } from '../../parts/shown.tsx';
import type { Resource } from '../../state/resource.ts';
import { useResource } from '../../state/resource.ts';
import { isAtLeast } from '../../state/rights.ts';
import type { EventTab } from '../../state/route.ts';
import { EVENT_TABS } from '../../state/route.ts';
import { useMe, useStudio } from '../../state/studio.ts';
import { type Phrase, useWords } from '../../words/words.ts';
import { NewEventDialog } from '../events/new-event-dialog.tsx';
import { TemplateNameDialog } from '../templates/template-name-dialog.tsx';
import { SettingsTab } from './settings/settings-tab.tsx';
import { StateBadge } from './state-badge.tsx';
import { StreamTab } from './stream/stream-tab.tsx';

const TAB_PHRASES: Readonly<Record<EventTab, Phrase>> = {
  settings: 'tabSettings',
  people: 'tabAudience',
  stream: 'tabStream',
  control: 'tabControl',
  report: 'tabReport',
};
/** The least role that sees a part; the others everybody sees. */
const TAB_NEEDS: Readonly<Partial<Record<EventTab, AccountRole>>> = { people: 'producer', control: 'moderator' };

/** What there is of one event, as a part of its own. */
type Tab = FunctionComponent<{ readonly event: EventAnswer }>;

const PEOPLE = new LaterPart(
  ['events', 'audience'],
  (): Promise<Tab> => import('./people/people-tab.tsx').then(({ PeopleTab }) => PeopleTab),
);
const REPORT = new LaterPart(
  ['events', 'audience'],
  (): Promise<Tab> => import('./report/report-tab.tsx').then(({ ReportTab }) => ReportTab),
);

/** One event: its head, and what is looked at of it. */
export function EventScreen({ event, tab }: { readonly event: EventId; readonly tab: EventTab }): VNode {
  const { api } = useStudio();
  const me = useMe();
  const resource = useResource(() => api.event(event), [event]);
  return (
    <div class="screen">
      <Shown of={resource} rows={6}>
        {(value) => (
          <>
            <EventHead event={value} id={event} tab={tab} of={resource} />
            {tab === 'settings' && <SettingsTab key={event} event={value} of={resource} />}
            {tab === 'people' && isAtLeast(me.role, 'producer') && <Later key={`people-${event}`} part={PEOPLE} given={{ event: value }} />}
            {tab === 'stream' && <StreamTab key={event} event={value} />}
            {tab === 'report' && <Later key={`report-${event}`} part={REPORT} given={{ event: value }} />}
          </>
        )}
      </Shown>
    </div>
  );
}

interface EventHeadProps {
  readonly event: EventAnswer;
  readonly id: EventId;
  readonly tab: EventTab;
  readonly of: Resource<EventAnswer>;
}

/** What is done ahead and afterwards; going on air and ending belong to the control room. */
const STEPS: Readonly<Record<EventState, readonly (readonly [EventState, Phrase])[]>> = {
  draft: [['scheduled', 'stepSchedule']],
  scheduled: [['draft', 'stepUnschedule']],
  live: [],
  ended: [['published', 'stepPublish']],
  published: [['ended', 'stepUnpublish']],
};

function EventHead({ event, id, tab, of }: EventHeadProps): VNode {
  const words = useWords();
  const studio = useStudio();
  const me = useMe();
  const sending = useSending();
  const isCopying = useSignal(false);
  const isDeleting = useSignal(false);
  const isKeeping = useSignal(false);
  /** Under this name, a moment ago. */
  const kept = useSignal<string | undefined>(undefined);
  const mayChange = isAtLeast(me.role, 'producer');
  const tabs = useCurrentInView(tab);
  const move = async (to: EventState): Promise<void> => {
    const done = await sending.send(() => studio.api.moveEvent(event.id, to));
    if (done !== undefined) of.set(done.value);
  };
  return (
    <header class="event-head">
      <div class="screen-top">
        <h1 dir="auto">{event.title}</h1>
        <StateBadge state={event.state} />
        <span class="grow" />
        <a class="button" href={event.watchUrl} target="_blank" rel="noreferrer">
          <Icon name="external-link" />
          {words.say('watchPage')}
        </a>
        {mayChange && (
          <button type="button" class="button" onClick={() => (isCopying.value = true)}>
            <Icon name="copy-plus" />
            {words.say('duplicate')}
          </button>
        )}
        {mayChange && (
          <button type="button" class="button" onClick={() => (isKeeping.value = true)}>
            <Icon name="layout-template" />
            {words.say('keepTemplate')}
          </button>
        )}
        {mayChange && event.state === 'draft' && event.wentLiveAt === null && (
          <button type="button" class="button grave" onClick={() => (isDeleting.value = true)}>
            <Icon name="trash" />
            {words.say('deleteEvent')}
          </button>
        )}
        {mayChange &&
          STEPS[event.state].map(([to, phrase]) => (
            <button
              key={to}
              type="button"
              class={to === 'scheduled' || to === 'published' ? 'button primary' : 'button'}
              disabled={sending.isBusy.value}
              onClick={() => void move(to)}
            >
              {words.say(phrase)}
            </button>
          ))}
      </div>
      <FailureNotice failure={sending.failure.value} />
      {kept.value !== undefined && (
        <Notice kind="ok">
          {words.say('templateKept', { name: kept.value })} <Link to={{ screen: 'templates' }}>{words.say('toTemplates')}</Link>
        </Notice>
      )}
      <nav ref={tabs} class="tabs" aria-label={words.say('eventTabs')}>
        {EVENT_TABS.filter((one) => isAtLeast(me.role, TAB_NEEDS[one] ?? 'analyst')).map((one) => (
          <Link key={one} class="tab" to={{ screen: 'event', event: id, tab: one }} isCurrent={one === tab}>
            {words.say(TAB_PHRASES[one])}
          </Link>
        ))}
      </nav>
      {isCopying.value && <NewEventDialog from={event} onClose={() => (isCopying.value = false)} />}
      {isKeeping.value && (
        <TemplateNameDialog
          title={words.say('keepTemplate')}
          action={words.say('save')}
          name={event.title.slice(0, 120)}
          onClose={() => (isKeeping.value = false)}
          work={(name) => studio.api.keepTemplate(event.id, name)}
          onDone={({ name }) => {
            isKeeping.value = false;
            kept.value = name;
          }}
        >
          <p class="quiet">{words.say('keepTemplateMore')}</p>
        </TemplateNameDialog>
      )}
      {isDeleting.value && (
        <Confirm
          title={words.say('deleteEvent')}
          action={words.say('deleteEvent')}
          word={event.slug}
          onClose={() => (isDeleting.value = false)}
          work={() => studio.api.deleteEvent(event.id)}
          onDone={() => studio.go({ screen: 'events' }, 'replace')}
        >
          <p>{words.say('deleteEventMore')}</p>
        </Confirm>
      )}
    </header>
  );
}
