/** The control room of one event. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { EventId } from '../../core/contracts/room/ids.ts';
import { Icon } from '../parts/icon.tsx';
import { Shown } from '../parts/shown.tsx';
import { useResource } from '../state/resource.ts';
import { useStudio } from '../state/studio.ts';
import { useWords } from '../words/words.ts';
import { BackstagePane } from './backstage-pane.tsx';
import { ChatPane } from './chat-pane.tsx';
import { useCommands, useKeyboard } from './commands.ts';
import { ControlApi } from './control-api.ts';
import { CuesPane } from './cues-pane.tsx';
import { Desk, enter, type Entered } from './desk.ts';
import { DeskContext, useDesk } from './desk-context.ts';
import { judgeHealth } from './health.ts';
import { HealthPane } from './health-pane.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { LogPane } from './log-pane.tsx';
import { PaneHandle, useSizes } from './pane-handle.tsx';
import { PANES_KEY, readSizes } from './panes.ts';
import { PeoplePane } from './people-pane.tsx';
import { PollsPane } from './polls-pane.tsx';
import { boardOf } from './questions.ts';
import { QuestionsPane } from './questions-pane.tsx';
import { SeenPane } from './seen-pane.tsx';
import { SentPane } from './sent-pane.tsx';
import { Tabs } from './tabs.tsx';
import { TopBar } from './top-bar.tsx';
import { useNow } from './use-now.ts';
import { useVitals } from './use-vitals.ts';
import './control.css';

/** Fetches what is needed to come in, then opens the desk. */
export function ControlScreen({ event }: { readonly event: EventId }): VNode {
  const { session } = useStudio();
  const api = useMemo(() => new ControlApi(session.client, event), [session, event]);
  const entered = useResource(() => enter(api), [api]);
  return (
    <main id="content" class="ctl" tabIndex={-1}>
      <Shown of={entered}>{(value) => <Opened key={event} api={api} entered={value} />}</Shown>
    </main>
  );
}

function Opened({ api, entered }: { readonly api: ControlApi; readonly entered: Entered }): VNode {
  const words = useWords();
  const desk = useMemo(() => new Desk(api, entered, words.language), [api]);
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    addEventListener('online', () => desk.link.retryNow(), { signal });
    addEventListener('offline', () => desk.link.lostNow(), { signal });
    addEventListener('pageshow', () => desk.link.retryNow(), { signal });
    document.addEventListener('visibilitychange', () => desk.link.retryNow(), { signal });
    return () => {
      ending.abort();
      desk.close();
    };
  }, [desk]);
  // somebody else has moved the event on
  const state = desk.state.value;
  useEffect(() => {
    if (desk.event.peek().state !== state) void desk.reload();
  }, [desk, state]);
  useEffect(() => void desk.polls.load(), [desk]);
  // somebody has changed the plan; or the connection is back, and who knows what was missed
  const { plans } = desk.link.staff.value;
  const isLinked = desk.link.state.value.kind === 'open';
  useEffect(() => void desk.plan.refresh(), [desk, plans, isLinked]);
  return (
    <DeskContext.Provider value={desk}>
      <Room />
    </DeskContext.Provider>
  );
}

function Room(): VNode {
  const words = useWords();
  const desk = useDesk();
  const now = useNow();
  const isHelpOpen = useSignal(false);
  const talk = useSignal<'chat' | 'questions' | 'people'>('chat');
  const back = useSignal<'backstage' | 'log'>('backstage');
  const show = useSignal<'cues' | 'polls'>('cues');
  const grid = useRef<HTMLDivElement>(null);
  const sizes = useSignal(readSizes(localStorage.getItem(PANES_KEY)));
  useSizes(grid, sizes);
  const { encoder, samples, watchEngine, isStalled } = useVitals(desk);
  useKeyboard();
  useCommands((command) => {
    switch (command) {
      case 'chat':
      case 'questions':
      case 'people':
        talk.value = command;
        return true;
      case 'cues':
      case 'polls':
        show.value = command;
        return true;
      case 'backstage':
        back.value = command;
        return true;
      case 'cue-new':
      case 'arm':
      case 'fire':
        // nothing is done to what is not seen; what is seen answers itself
        if (show.peek() === 'cues') return false;
        show.value = 'cues';
        return true;
      case 'undo':
        if (desk.note.peek()?.kind !== 'done') return false;
        desk.undo();
        return true;
      case 'help':
        isHelpOpen.value = true;
        return true;
      default:
        return false;
    }
  });
  const { view, upvotes } = desk.link.feed.value;
  const health = judgeHealth({
    air: desk.air.value,
    silentMs: now.value - desk.watch.heardMs.value,
    hasRoom: desk.link.state.value.kind === 'open',
    encoder: encoder.value,
    encodeLagMs: desk.transcoding.value?.lagMs ?? null,
    isSlateHeld: desk.isSlateHeld.value,
    isStalled: isStalled.value,
  });
  return (
    <div ref={grid} class="ctl-grid">
      <TopBar health={health} onHelp={() => (isHelpOpen.value = true)} />
      <Notes />
      <div class="ctl-views">
        <SentPane encoder={encoder.value} />
        <SeenPane onEngine={watchEngine} />
        <HealthPane samples={samples.value} encoder={encoder.value} />
      </div>
      <PaneHandle pane="views" sizes={sizes} room={grid} />
      <section class="ctl-card ctl-show" aria-label={words.say('ctlShow')}>
        <Tabs
          label={words.say('ctlShow')}
          current={show.value}
          onChange={(name) => (show.value = name)}
          tabs={[
            { name: 'cues', label: words.say('ctlCues'), body: () => <CuesPane /> },
            { name: 'polls', label: words.say('ctlPolls'), body: () => <PollsPane /> },
          ]}
        />
      </section>
      <PaneHandle pane="talk" sizes={sizes} room={grid} />
      <section class="ctl-card ctl-talk" aria-label={words.say('ctlTalk')}>
        <Tabs
          label={words.say('ctlTalk')}
          current={talk.value}
          onChange={(name) => (talk.value = name)}
          tabs={[
            { name: 'chat', label: words.say('ctlChat'), count: view?.held.length ?? 0, body: () => <ChatPane /> },
            {
              name: 'questions',
              label: words.say('ctlQuestions'),
              count: boardOf(view?.questions ?? [], upvotes).held.length,
              body: () => <QuestionsPane />,
            },
            { name: 'people', label: words.say('ctlPeople'), body: () => <PeoplePane /> },
          ]}
        />
      </section>
      <PaneHandle pane="staff" sizes={sizes} room={grid} />
      <section class="ctl-card ctl-staff" aria-label={words.say('ctlBackstage')}>
        <Tabs
          label={words.say('ctlBackstage')}
          current={back.value}
          onChange={(name) => (back.value = name)}
          tabs={[
            { name: 'backstage', label: words.say('ctlBackstage'), body: () => <BackstagePane /> },
            { name: 'log', label: words.say('ctlLog'), body: () => <LogPane /> },
          ]}
        />
      </section>
      {isHelpOpen.value && <HelpDialog onClose={() => (isHelpOpen.value = false)} />}
    </div>
  );
}

/** What is wrong with the connection, and what came of the last thing that was done. */
function Notes(): VNode {
  const words = useWords();
  const desk = useDesk();
  const link = desk.link.state.value;
  const note = desk.note.value;
  return (
    <div class="ctl-notes">
      {(link.kind === 'lost' || link.kind === 'over') && (
        <p class="ctl-note is-warn" role="status">
          <Icon name="triangle-alert" size={16} />
          {link.kind === 'lost' ? words.say('ctlLost') : link.message === '' ? words.say('ctlOver') : link.message}
        </p>
      )}
      {note?.kind === 'failed' && (
        <p class="ctl-note is-bad" role="alert">
          <Icon name="triangle-alert" size={16} />
          <span>{note.message === '' ? words.say('unreachable') : note.message}</span>
          <button type="button" class="tool small" aria-label={words.say('close')} title={words.say('close')} onClick={() => desk.forget()}>
            <Icon name="x" size={16} />
          </button>
        </p>
      )}
      {note?.kind === 'done' && (
        <p class="ctl-note" role="status">
          <Icon name="check" size={16} />
          <span>{words.say('done')}</span>
          <button type="button" class="button small" onClick={() => desk.undo()}>
            {words.say('ctlUndo')} <kbd>u</kbd>
          </button>
        </p>
      )}
    </div>
  );
}
