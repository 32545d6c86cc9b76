import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { CHAT_MODES, type Layout, LAYOUTS } from '../../core/contracts/room/entries.ts';
import type { StandingCue } from '../../core/contracts/room/frames.ts';
import type { PollAnswer } from '../../core/contracts/room/organiser.ts';
import { showAt } from '../../ui/feed/stage-clock.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Choice, TextField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { type Phrase, useWords, type Words } from '../words/words.ts';
import { MODE_PHRASES } from './chat-pane.tsx';
import type { Desk } from './desk.ts';
import { useDesk } from './desk-context.ts';
import { Act } from './row.tsx';
import {
  actOf,
  added,
  armed,
  fired,
  type Planned,
  PLANNED_KINDS,
  type PlannedCue,
  type PlannedKind,
  readOrder,
  type RunOrder,
  undoOf,
} from './run-order.ts';

const LAYOUT_PHRASES: Readonly<Record<Layout, Phrase>> = {
  picture: 'ctlLayoutPicture',
  'picture-chat': 'ctlLayoutBoth',
  slides: 'ctlLayoutSlides',
};
const KIND_PHRASES: Readonly<Record<PlannedKind, Phrase>> = {
  banner: 'ctlBanner',
  'banner-off': 'ctlBannerOff',
  layout: 'ctlLayout',
  chat: 'ctlChatMode',
  'open-poll': 'ctlPollDoOpen',
  'close-poll': 'ctlPollDoClose',
  redirect: 'ctlRedirect',
};

/** What stands now, what can be done at once, and the plan of the show. */
export function CuesPane(): VNode {
  const words = useWords();
  const desk = useDesk();
  const key = `plenary-run-order-${desk.event.value.id}`;
  const order = useSignal<RunOrder>(readOrder(localStorage.getItem(key)));
  const isWriting = useSignal(false);
  const keep = (next: RunOrder): void => {
    order.value = next;
    localStorage.setItem(key, JSON.stringify(next));
  };
  return (
    <div class="ctl-pane">
      <Standing />
      <div class="ctl-scroll" tabIndex={0} role="region" aria-label={words.say('ctlCues')}>
        {order.value.length === 0 && <p class="ctl-none">{words.say('ctlCuesEmpty')}</p>}
        <ul>
          {order.value.map((cue) => (
            <CueRow key={cue.id} cue={cue} order={order} keep={keep} />
          ))}
        </ul>
      </div>
      <div class="ctl-tools">
        <button type="button" class="button small" onClick={() => (isWriting.value = true)}>
          <Icon name="plus" size={16} />
          {words.say('ctlCueNew')}
        </button>
        <span class="hint">{words.say('ctlCuesHere')}</span>
      </div>
      {isWriting.value && (
        <CueDialog
          onClose={() => (isWriting.value = false)}
          onNow={(planned) => void fire(desk, planned)}
          onPlan={(cue) => keep(added(order.peek(), cue))}
        />
      )}
    </div>
  );
}

/** Does it to the room, at what the stage shows now. */
function fire(desk: Desk, planned: Planned): Promise<boolean> {
  const chat = desk.link.feed.peek().view?.rules.chat;
  return desk.act(actOf(planned), (offset) => undoOf(planned, offset, chat));
}

/** The layout, the banner and the redirect that stand now, with what takes them away. */
function Standing(): VNode {
  const words = useWords();
  const desk = useDesk();
  const feed = desk.link.feed.value;
  const cues: readonly StandingCue[] = feed.view?.cues ?? [];
  const show = showAt(cues, Date.now() + feed.clockOffsetMs);
  const redirect = show.redirect;
  return (
    <div class="ctl-tools">
      <span role="group" aria-label={words.say('ctlLayout')} class="ctl-group">
        {LAYOUTS.map((layout) => (
          <button
            key={layout}
            type="button"
            class="button small"
            aria-pressed={show.layout === layout}
            onClick={() => show.layout !== layout && void fire(desk, { kind: 'layout', layout })}
          >
            {words.say(LAYOUT_PHRASES[layout])}
          </button>
        ))}
      </span>
      {show.banner !== null && (
        <span class="ctl-standing">
          {words.say('ctlBanner')}: <b dir="auto">{show.banner.text}</b>
          <Act icon="x" label={words.say('ctlBannerOff')} onClick={() => void fire(desk, { kind: 'banner-off' })} />
        </span>
      )}
      {redirect !== null && (
        <span class="ctl-standing">
          {words.say('ctlRedirect')}: <b class="latin">{redirect.url}</b>
          <Act icon="x" label={words.say('ctlUndo')} onClick={() => void desk.act({ act: 'undo-cue', offset: redirect.offset })} />
        </span>
      )}
    </div>
  );
}

interface CueRowProps {
  readonly cue: PlannedCue;
  readonly order: Signal<RunOrder>;
  readonly keep: (next: RunOrder) => void;
}

/** Armed first, then fired: nothing goes out by a slip of the hand. */
function CueRow({ cue, order, keep }: CueRowProps): VNode {
  const words = useWords();
  const desk = useDesk();
  const { id, at, planned, state } = cue;
  const polls = desk.polls.value?.polls ?? [];
  const text = textOf(planned, words, polls);
  const go = async (): Promise<void> => {
    if (await fire(desk, planned)) keep(fired(order.peek(), id));
  };
  return (
    <li class={`ctl-row ctl-cue is-${state}`}>
      <span class="figures" dir="auto">
        {at}
      </span>
      <div class="ctl-row-main" dir="auto">
        {text}
      </div>
      {state === 'done' ? (
        <span class="badge">{words.say('ctlCueDone')}</span>
      ) : (
        <>
          <button
            type="button"
            class="button small"
            aria-pressed={state === 'armed'}
            aria-label={`${words.say('ctlArm')}: ${text}`}
            onClick={() => keep(armed(order.peek(), id))}
          >
            {words.say('ctlArm')}
          </button>
          <button
            type="button"
            class="button small primary"
            disabled={state !== 'armed'}
            aria-label={`${words.say('ctlFire')}: ${text}`}
            onClick={() => void go()}
          >
            <Icon name="zap" size={16} />
            {words.say('ctlFire')}
          </button>
        </>
      )}
      <Act icon="trash" label={words.say('ctlDelete')} onClick={() => keep(order.peek().filter((one) => one.id !== id))} />
    </li>
  );
}

/** One in words. */
function textOf(planned: Planned, words: Words, polls: readonly PollAnswer[]): string {
  const name = words.say(KIND_PHRASES[planned.kind]);
  switch (planned.kind) {
    case 'banner':
      return `${name}: ${planned.text}`;
    case 'layout':
      return `${name}: ${words.say(LAYOUT_PHRASES[planned.layout])}`;
    case 'chat':
      return `${name}: ${words.say(MODE_PHRASES[planned.chat])}`;
    case 'open-poll':
    case 'close-poll':
      return `${name}: ${polls.find(({ id }) => id === planned.poll)?.question ?? '?'}`;
    case 'redirect':
      return `${name}: ${planned.url}`;
    case 'banner-off':
      return name;
  }
}

interface CueDialogProps {
  readonly onClose: () => void;
  readonly onNow: (planned: Planned) => void;
  readonly onPlan: (cue: PlannedCue) => void;
}

/** Writes one, for later or for now. */
function CueDialog({ onClose, onNow, onPlan }: CueDialogProps): VNode {
  const words = useWords();
  const desk = useDesk();
  const polls = (desk.polls.value?.polls ?? []).filter(({ state }) => state !== 'archived');
  const kind = useSignal<PlannedKind>('banner');
  const at = useSignal('');
  const text = useSignal('');
  const url = useSignal('');
  const layout = useSignal<Layout>('picture-chat');
  const chat = useSignal<(typeof CHAT_MODES)[number]>('everyone');
  const poll = useSignal(polls[0]?.id ?? '');
  const isAddress = url.value.startsWith('https://');
  const planned = ((): Planned | undefined => {
    switch (kind.value) {
      case 'banner':
        return text.value.trim() === '' || (url.value !== '' && !isAddress)
          ? undefined
          : { kind: 'banner', text: text.value.trim(), url: url.value.trim() };
      case 'layout':
        return { kind: 'layout', layout: layout.value };
      case 'chat':
        return { kind: 'chat', chat: chat.value };
      case 'open-poll':
      case 'close-poll':
        return poll.value === '' ? undefined : { kind: kind.value, poll: poll.value };
      case 'redirect':
        return isAddress ? { kind: 'redirect', url: url.value.trim() } : undefined;
      case 'banner-off':
        return { kind: 'banner-off' };
    }
  })();
  return (
    <Dialog title={words.say('ctlCueNew')} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (planned === undefined) return;
          onPlan({ id: crypto.randomUUID(), at: at.value.trim(), planned, state: 'waiting' });
          onClose();
        }}
      >
        <Choice
          label={words.say('ctlCueKind')}
          value={kind.value}
          onChange={(to) => (kind.value = to)}
          options={PLANNED_KINDS.map((one) => [one, words.say(KIND_PHRASES[one])] as const)}
        />
        {kind.value === 'banner' && (
          <TextField label={words.say('ctlBannerText')} maxLength={300} value={text.value} onInput={(to) => (text.value = to)} />
        )}
        {(kind.value === 'banner' || kind.value === 'redirect') && (
          <TextField
            label={words.say('ctlAddress')}
            hint={words.say(kind.value === 'redirect' ? 'ctlRedirectHint' : 'ctlAddressHint')}
            type="url"
            isCode
            maxLength={500}
            value={url.value}
            onInput={(to) => (url.value = to)}
          />
        )}
        {kind.value === 'layout' && (
          <Choice
            label={words.say('ctlLayout')}
            value={layout.value}
            onChange={(to) => (layout.value = to)}
            options={LAYOUTS.map((one) => [one, words.say(LAYOUT_PHRASES[one])] as const)}
          />
        )}
        {kind.value === 'chat' && (
          <Choice
            label={words.say('ctlChatMode')}
            value={chat.value}
            onChange={(to) => (chat.value = to)}
            options={CHAT_MODES.map((one) => [one, words.say(MODE_PHRASES[one])] as const)}
          />
        )}
        {(kind.value === 'open-poll' || kind.value === 'close-poll') && (
          <Choice
            label={words.say('ctlPolls')}
            value={poll.value}
            onChange={(to) => (poll.value = to)}
            options={polls.map(({ id, question }) => [id, question] as const)}
          />
        )}
        <TextField
          label={words.say('ctlCueAt')}
          hint={words.say('ctlCueAtHint')}
          maxLength={10}
          value={at.value}
          onInput={(to) => (at.value = to)}
        />
        <div class="form-end">
          <button
            type="button"
            class="button"
            disabled={planned === undefined}
            onClick={() => {
              if (planned === undefined) return;
              onNow(planned);
              onClose();
            }}
          >
            {words.say('ctlCueNow')}
          </button>
          <button type="submit" class="button primary" disabled={planned === undefined}>
            {words.say('ctlCuePlan')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
