/** The watch page: what is heard from the server, the engine that plays, and the surfaces that show both. */
import { signal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { EntranceProps } from '../entrance/entrance.tsx';
import { Engine } from '../playback/engine.ts';
import type { Attendance } from '../state/attendance.ts';
import type { EventSurfaces, PageFacts } from '../state/page-facts.ts';
import { type PageState, pageState } from '../state/page-state.ts';
import type { StatusPoll } from '../state/status-poll.ts';
import { AttendanceContext } from './attendance-context.ts';
import { debugHandle } from './debug-handle.ts';
import { Header } from './header.tsx';
import { type Closable, later } from './later.tsx';
import { Announcer } from './announcer.tsx';
import { Stage } from './stage.tsx';
import { UnderPicture } from './under-picture.tsx';
import { type Words, WordsContext } from './words.ts';

interface AppProps {
  /** What is heard of the stream; has asked already. */
  readonly poll: StatusPoll;
  readonly words: Words;
  readonly attendance: Attendance;
  /** What fetches the room beside the picture; undefined: there is none, and the picture has the width. */
  readonly loadPanel?: (page: PageFacts) => Promise<VNode | undefined>;
  /** What fetches the event's own surfaces; undefined: the page's own words will do. */
  readonly loadEvent?: (page: PageFacts) => Promise<EventSurfaces | undefined>;
  /** Tells a page around ours what goes on; undefined: there is none. */
  readonly tellAround?: (page: PageFacts) => Promise<void>;
}

const HelpDialog = later(
  () => import('./help-dialog.tsx'),
  (module, language) => module.helpDialog(language),
);

const ENTRANCE_AGAIN_MS = 1_000;
const Entrance = later<EntranceProps & Closable, typeof import('../entrance/entrance.tsx')>(
  () => import('../entrance/entrance.tsx'),
  ({ openEntrance }, language) => openEntrance(language),
);

/** The whole page. */
export function App({ poll, words, attendance, loadPanel, loadEvent, tellAround }: AppProps): VNode {
  // The element outlives every state of the page: a picture that stands still is better than none.
  const video = useMemo(() => makeVideo(), []);
  const engine = useMemo(() => new Engine(video, () => poll.askSoon(), attendance.prefix), [video, poll, attendance]);
  const isHelpOpen = useSignal(false);
  const entranceTries = useSignal(0);
  const panel = useSignal<VNode | undefined>(undefined);
  const event = useSignal<EventSurfaces | undefined>(undefined);
  const isOutside = useComputed(() => attendance.stand.value.kind === 'outside');
  const state = useComputed<PageState>(() =>
    isOutside.value ? { kind: 'outside' } : pageState(poll.heard.value, engine.facts.fault.value, engine.facts.steady.value),
  );
  const status = useComputed(() => poll.heard.value.status);

  // What was heard of an event that is closed to us now is not followed any more.
  useSignalEffect(() => {
    if (!isOutside.value) return;
    engine.leave();
    poll.forget();
  });
  useSignalEffect(() => {
    const known = status.value;
    if (known === null || isOutside.value) return;
    engine.follow({
      on: known.state === 'live' || known.state === 'slate',
      liveUrl: known.liveUrl,
      recordingUrl: known.recordingUrl,
      startedMs: known.startedMs,
      clockOffsetMs: poll.clockOffsetMs.value,
    });
    document.title = known.title;
  });
  // The server answers again: what waits for it need not wait any longer.
  const isLost = useComputed(() => poll.heard.value.failure !== null);
  useSignalEffect(() => {
    if (!isLost.value) engine.retryNow();
  });
  // The picture moves again: the server is there, and the next hiccup is no proof that it is not.
  useSignalEffect(() => {
    if (isLost.value && engine.facts.steady.value) poll.askNow();
  });
  useEffect(() => {
    const page: PageFacts = { engine, state, status, clockOffsetMs: poll.clockOffsetMs, people: signal(0) };
    void loadPanel?.(page).then((loaded) => {
      panel.value = loaded;
    });
    void loadEvent?.(page).then((loaded) => {
      event.value = loaded;
    });
    void tellAround?.(page);
  }, [engine]);
  useEffect(() => debugHandle(engine, () => state.value.kind), [engine, state]);
  useEffect(
    () => () => {
      poll.close();
      engine.close();
    },
    [poll, engine],
  );

  const stand = attendance.stand.value;
  const hasPanel = panel.value !== undefined && stand.kind !== 'outside';

  return (
    <WordsContext.Provider value={words}>
      <AttendanceContext.Provider value={attendance}>
        <div class={hasPanel ? 'page has-panel' : 'page'}>
          <Header logo={event.value?.logo} title={status.value?.title ?? ''} state={state} onHelp={() => (isHelpOpen.value = true)} />
          <main class="watch">
            {stand.kind === 'outside' ? (
              <Entrance
                key={entranceTries.value}
                attendance={attendance}
                why={stand.why}
                isBeside={false}
                onClose={() => setTimeout(() => (entranceTries.value += 1), ENTRANCE_AGAIN_MS)}
              />
            ) : (
              <>
                <Stage
                  video={video}
                  engine={engine}
                  state={state}
                  status={status}
                  event={event.value}
                  clockOffsetMs={poll.clockOffsetMs}
                  isHelpOpen={isHelpOpen}
                  onRetry={() => {
                    poll.askNow();
                    engine.retryNow();
                  }}
                />
                <UnderPicture engine={engine} state={state} status={status} clockOffsetMs={poll.clockOffsetMs} />
              </>
            )}
          </main>
          {stand.kind !== 'outside' && event.value?.about}
          {hasPanel && <aside class="panel">{panel.value}</aside>}
          <Announcer state={state} engine={engine} />
          {isHelpOpen.value && <HelpDialog onClose={() => (isHelpOpen.value = false)} />}
        </div>
      </AttendanceContext.Provider>
    </WordsContext.Provider>
  );
}

function makeVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  video.className = 'picture';
  video.playsInline = true;
  video.preload = 'auto';
  return video;
}
