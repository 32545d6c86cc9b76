import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Layout } from '../../../core/contracts/room/entries.ts';
import type { PollId } from '../../../core/contracts/room/ids.ts';
import type { RoomClient } from '../room-client.ts';
import { useFocusBack } from '../../view/focus-back.ts';
import { type RoomPhrase, useRoomWords } from '../room-words.ts';
import { pollsAt, type Show, showAt } from '../../../ui/feed/stage-clock.ts';
import type { StageTime } from '../stage-time.ts';
import { Chat } from './chat.tsx';
import { LinkNote } from './link-note.tsx';
import { LiveRegion } from './live-region.tsx';
import { PollCard, type PollCardProps, type ShownPoll } from './poll-card.tsx';
import { Polls } from './polls.tsx';
import { LayoutMenu } from './layout-menu.tsx';
import { Questions } from './questions.tsx';
import { Reactions } from './reactions.tsx';
import { ShowNotes } from './show-notes.tsx';
import { useOnItsSide } from './on-its-side.ts';
import { useFeed } from './use-feed.ts';

const TABS = ['chat', 'questions', 'polls'] as const satisfies readonly RoomPhrase[];
type Tab = (typeof TABS)[number];

interface PanelProps {
  readonly client: RoomClient;
  readonly openStage: () => StageTime;
}

/** Chat, questions, polls; what the show says; reactions. */
export function Panel({ client, openStage }: PanelProps): VNode {
  const words = useRoomWords();
  const stage = useMemo(openStage, []);
  useEffect(() => () => stage.stop(), [stage]);
  const tab = useSignal<Tab>('chat');
  const later = useSignal<readonly PollId[]>([]);
  const shown = useComputed(() => client.feed.value.view);
  const polls = useSteady(stage, (stageMs): readonly ShownPoll[] => pollsAt(shown.value?.polls ?? [], stageMs));
  const show = useSteady(stage, (stageMs): Show => showAt(shown.value?.cues ?? [], stageMs, shown.value?.firstLayout));
  const own = useSignal<Layout | null>(null);
  const isOnItsSide = useOnItsSide(own);
  const layout = own.value ?? (isOnItsSide.value ? 'picture' : show.value.layout);
  const viewers = useFeed(client, (feed) => feed.viewers);
  const view = shown.value;
  const voted = useFeed(client, (feed) => feed.voted);
  const waiting = polls.value.filter(({ id, phase }) => phase === 'open' && !voted.includes(id));
  // Over the chat alone: what people ask can be read and voted for at any time.
  const card = tab.value !== 'chat' ? undefined : waiting.find(({ id }) => !later.value.includes(id));
  const counts: Readonly<Record<Tab, number>> = {
    chat: 0,
    questions: view?.questions.filter(({ state }) => state === 'open').length ?? 0,
    polls: waiting.length,
  };

  // What is shown or hidden by whoever is in it takes the focus along.
  const box = useRef<HTMLElement>(null);
  const wasInside = useRef(false);
  const isHidden = layout === 'picture';
  useLayoutEffect(() => {
    if (wasInside.current) box.current?.querySelector<HTMLElement>(isHidden ? '.room-reveal' : SHOWN_TAB)?.focus();
    wasInside.current = false;
  }, [isHidden]);
  const setLayout = (wanted: Layout | null): void => {
    wasInside.current = box.current?.contains(box.current.ownerDocument.activeElement) === true;
    own.value = wanted;
  };

  return (
    <section
      ref={box}
      class="room"
      aria-label={words.say('panel')}
      data-layout={layout}
      onKeyDown={(event) => {
        // beside the picture only because it was wanted there
        if (event.key === 'Escape' && isOnItsSide.value && !isHidden) setLayout('picture');
      }}
    >
      {isHidden && (
        <button type="button" class="room-button room-reveal" onClick={() => setLayout('picture-chat')}>
          {words.say('showTalk')}
        </button>
      )}
      <header class="room-top">
        <div
          class="room-tabs"
          role="tablist"
          aria-label={words.say('panel')}
          onKeyDown={(event) => {
            if (moveTab(event.key, event.currentTarget, tab)) event.preventDefault();
          }}
        >
          {TABS.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`room-tab-${one}`}
              aria-controls={`room-${one}`}
              aria-selected={tab.value === one}
              tabIndex={tab.value === one ? 0 : -1}
              class="room-tab"
              onClick={() => (tab.value = one)}
            >
              {words.say(one)}
              {counts[one] > 0 && <span class={one === 'polls' ? 'room-count is-new' : 'room-count'}>{words.number(counts[one])}</span>}
            </button>
          ))}
        </div>
        {viewers > 0 && <span class="room-viewers">{words.say('viewers', { n: viewers })}</span>}
        <LayoutMenu own={own} onChoose={setLayout} />
      </header>
      <LinkNote client={client} />
      <ShowNotes show={show.value} />
      {TABS.map((one) => (
        <div key={one} role="tabpanel" id={`room-${one}`} aria-labelledby={`room-tab-${one}`} class="room-body" hidden={tab.value !== one}>
          {one === 'chat' && <Chat client={client} isShown={tab.value === 'chat'} />}
          {one === 'chat' && card !== undefined && (
            <OverTalk
              key={card.id}
              client={client}
              poll={card}
              stageMs={stage.stageMs}
              onLater={() => (later.value = [...later.value, card.id])}
            />
          )}
          {one === 'questions' && <Questions client={client} />}
          {one === 'polls' && <Polls client={client} polls={polls.value} stageMs={stage.stageMs} />}
        </div>
      ))}
      <Reactions client={client} />
      <LiveRegion client={client} polls={polls} />
    </section>
  );
}

const SHOWN_TAB = '[role=tab][aria-selected=true]';

/** A poll over the talk. It came by itself: Escape puts it aside, and whoever was in it is in the talk again. */
function OverTalk({ onLater, ...poll }: PollCardProps & { readonly onLater: () => void }): VNode {
  const box = useRef<HTMLDivElement>(null);
  useFocusBack(box, () => box.current?.closest('.room')?.querySelector<HTMLElement>(SHOWN_TAB));
  return (
    <div
      ref={box}
      class="room-over"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onLater();
      }}
    >
      <PollCard {...poll} onLater={onLater} />
    </div>
  );
}

/** A value on the stage's clock: recomputed several times a second, told on only when it is another one. */
function useSteady<T>(stage: StageTime, compute: (stageMs: number) => T): ReadonlySignal<T> {
  const text = useComputed(() => JSON.stringify(compute(stage.stageMs.value)));
  return useComputed(() => JSON.parse(text.value) as T);
}

/** Arrow keys go from tab to tab (WAI-ARIA, tabs pattern), in the direction of reading. */
function moveTab(key: string, row: HTMLElement, tab: { value: Tab }): boolean {
  const next = tabAfter(key, TABS.indexOf(tab.value), getComputedStyle(row).direction === 'rtl');
  if (next === undefined) return false;
  tab.value = TABS[next] ?? tab.value;
  row.querySelectorAll('button')[next]?.focus();
  return true;
}

function tabAfter(key: string, index: number, isRtl: boolean): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowLeft':
      return (index + ((key === 'ArrowRight') === isRtl ? TABS.length - 1 : 1)) % TABS.length;
    case 'Home':
      return 0;
    case 'End':
      return TABS.length - 1;
    default:
      return undefined;
  }
}
