import type { VNode } from 'preact';
import type { EventId } from '../../core/contracts/room/ids.ts';
import { Icon } from '../parts/icon.tsx';
import { Link } from '../parts/link.tsx';
import { isAtLeast } from '../state/rights.ts';
import { useMe } from '../state/studio.ts';
import { otherTheme } from '../state/theme.ts';
import { type Phrase, useWords } from '../words/words.ts';
import { type Air, isOn, nextStep, timerText } from './air.ts';
import { useDesk } from './desk-context.ts';
import type { HealthKind, HealthLevel } from './health.ts';
import { HoldButton } from './hold-button.tsx';
import { PanicButton } from './panic.tsx';
import { SlateButton } from './slate-button.tsx';
import { useNow } from './use-now.ts';

const AIR_PHRASES: Readonly<Record<Air, Phrase>> = {
  draft: 'ctlAirDraft',
  before: 'ctlAirBefore',
  'on-air': 'ctlAirOn',
  slate: 'ctlAirSlate',
  'no-picture': 'ctlAirNoPicture',
  over: 'ctlAirOver',
};

export const HEALTH_PHRASES: Readonly<Record<HealthKind, Phrase>> = {
  server: 'ctlHealthServer',
  'no-picture': 'ctlHealthNoPicture',
  slate: 'ctlHealthSlate',
  'slate-held': 'ctlHealthSlateHeld',
  room: 'ctlHealthRoom',
  'encoder-silent': 'ctlHealthEncoder',
  'encode-lag': 'ctlHealthLag',
  keyframes: 'ctlHealthKeyframes',
  stalled: 'ctlHealthStalled',
  waiting: 'ctlHealthWaiting',
  ready: 'ctlHealthReady',
  good: 'ctlHealthGood',
  over: 'ctlHealthOver',
};

interface TopBarProps {
  readonly health: { readonly level: HealthLevel; readonly kind: HealthKind };
  readonly onHelp: () => void;
}

/** Is it on, for how long, how many look, is all well; and the few grave buttons. */
export function TopBar({ health, onHelp }: TopBarProps): VNode {
  const words = useWords();
  const desk = useDesk();
  const me = useMe();
  const event = desk.event.value;
  const { viewers } = desk.link.feed.value;
  return (
    <header class="ctl-top">
      <Link class="ctl-back" to={{ screen: 'event', event: event.id as EventId, tab: 'settings' }}>
        <Icon name="chevron-left" />
        <span class="unseen">{words.say('ctlBack')}</span>
      </Link>
      <h1 dir="auto">{event.title}</h1>
      <AirBadge />
      <span class="ctl-viewers figures">
        <Icon name="users" size={16} />
        {words.say('ctlViewers', { n: viewers })}
      </span>
      <span class={`ctl-health is-${health.level}`} role="status">
        <span class="ctl-dot" aria-hidden="true" />
        {words.say(HEALTH_PHRASES[health.kind])}
      </span>
      <div class="ctl-acts">
        <Steps />
        {isAtLeast(me.role, 'producer') && <PanicButton />}
        <button type="button" class="tool" aria-label={words.say('ctlHelp')} title={`${words.say('ctlHelp')} (?)`} onClick={onHelp}>
          <Icon name="circle-question-mark" />
        </button>
        <button type="button" class="tool" aria-label={words.say('theme')} title={words.say('theme')} onClick={otherTheme}>
          <Icon name="sun-moon" />
        </button>
      </div>
    </header>
  );
}

function AirBadge(): VNode {
  const words = useWords();
  const desk = useDesk();
  const now = useNow();
  const air = desk.air.value;
  const { wentLiveAt } = desk.event.value;
  const { clockOffsetMs } = desk.link.feed.value;
  return (
    <span class={`ctl-air is-${air}`}>
      {words.say(AIR_PHRASES[air])}
      {isOn(air) && wentLiveAt !== null && (
        <time class="figures" dir="ltr">
          {timerText(Date.parse(wentLiveAt), now.value + clockOffsetMs, words.language)}
        </time>
      )}
    </span>
  );
}

/** What one may do to the event itself; moderators may not. */
function Steps(): VNode | null {
  const words = useWords();
  const desk = useDesk();
  const me = useMe();
  const { viewers } = desk.link.feed.value;
  const event = desk.event.value;
  if (!isAtLeast(me.role, 'producer')) return null;
  const isBusy = desk.isBusy.value;
  switch (nextStep(desk.state.value)) {
    case 'schedule':
      return event.startsAt === null ? (
        <Link class="button" to={{ screen: 'event', event: event.id as EventId, tab: 'settings' }}>
          {words.say('ctlNeedsStart')}
        </Link>
      ) : (
        <button type="button" class="button primary" disabled={isBusy} onClick={() => void desk.move('scheduled')}>
          {words.say('ctlSchedule')}
        </button>
      );
    case 'go-live':
      return (
        <HoldButton
          look="primary"
          icon="radio"
          label={words.say('ctlGoLive')}
          what={<p>{words.say('ctlGoLiveWhat', { n: viewers })}</p>}
          isDisabled={isBusy}
          onDone={() => void desk.move('live')}
        />
      );
    case 'end':
      return (
        <>
          <SlateButton />
          <HoldButton
            icon="square"
            label={words.say('ctlEnd')}
            what={<p>{words.say('ctlEndWhat', { n: viewers })}</p>}
            isDisabled={isBusy}
            onDone={() => void desk.move('ended')}
          />
        </>
      );
    case 'again':
      return (
        <HoldButton
          look="plain"
          icon="rotate-ccw"
          label={words.say('ctlAgain')}
          what={<p>{words.say('ctlAgainWhat')}</p>}
          isDisabled={isBusy}
          onDone={() => void desk.move('live')}
        />
      );
    case undefined:
      return null;
  }
}
