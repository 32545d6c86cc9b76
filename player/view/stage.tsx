/** The picture, and what lies over it: states, controls, figures. */
import { type ReadonlySignal, type Signal, useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { StreamStatus } from '../../core/contracts/stream-status.ts';
import type { Engine } from '../playback/engine.ts';
import type { EventSurfaces } from '../state/page-facts.ts';
import type { PageState } from '../state/page-state.ts';
import { usePassed } from './attendance-context.ts';
import { stopFloating, toggleFloating } from './floating.ts';
import { isFullscreen, toggleFullscreen } from './fullscreen.ts';
import { Icon } from './icon.tsx';
import { later } from './later.tsx';
import type { MenuName } from './menu-button.tsx';
import { useShortcuts } from './shortcuts.ts';
import { FAULT_PHRASES, StateCard } from './state-card.tsx';
import { useSeconds } from './use-seconds.ts';
import { useWords } from './words.ts';

interface StageProps {
  readonly video: HTMLVideoElement;
  readonly engine: Engine;
  readonly state: ReadonlySignal<PageState>;
  readonly status: ReadonlySignal<StreamStatus | null>;
  readonly clockOffsetMs: ReadonlySignal<number>;
  readonly event: EventSurfaces | undefined;
  readonly isHelpOpen: Signal<boolean>;
  readonly onRetry: () => void;
}

const StatsOverlay = later(
  () => import('./stats-overlay.tsx'),
  (module, language) => module.statsOverlay(language),
);

/** There is nothing to control before there is a picture. */
const Controls = later(
  () => import('./controls.tsx'),
  (module) => module.Controls,
);

const Captions = later(
  () => import('../captions/captions.tsx'),
  (module) => module.Captions,
);

const IDLE_MS = 3_000;

export function Stage({ video, engine, state, status, clockOffsetMs, event, isHelpOpen, onRetry }: StageProps): VNode {
  const words = useWords();
  const stage = useRef<HTMLElement>(null);
  const slot = useRef<HTMLDivElement>(null);
  const isIdle = useSignal(false);
  const isStatsOpen = useSignal(false);
  const openMenu = useSignal<MenuName | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hasPicture = engine.facts.pictured;
  /** The last picture stands under what is said of the end: there is nothing to control until the recording plays. */
  const isOver = useComputed(() => state.value.kind === 'ended' && engine.facts.mode.value !== 'recording');

  const wake = (): void => {
    isIdle.value = false;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      isIdle.value =
        !engine.facts.paused.value && openMenu.value === null && stage.current?.querySelector('.controls :focus-visible') === null;
    }, IDLE_MS);
  };
  const fullscreen = (): void => {
    if (stage.current !== null) toggleFullscreen(stage.current, video);
  };
  useEffect(() => {
    slot.current?.append(video);
    wake();
    return () => clearTimeout(timer.current);
  }, [video]);
  const float = (): void => {
    // There is nothing to float before there is a picture.
    if (stage.current !== null && hasPicture.value) toggleFloating({ stage: stage.current, video, onKey });
  };
  const onKey = useShortcuts({ engine, fullscreen, float, isStatsOpen, isHelpOpen, onKey: wake });
  useEffect(() => stopFloating, []);

  return (
    // a place that stays when the stage is in another window
    <div>
      <section
        ref={stage}
        class="stage"
        aria-label={words.say('player')}
        data-idle={isIdle.value}
        data-picture={hasPicture.value}
        data-state={state.value.kind}
        onPointerMove={(event) => event.pointerType === 'mouse' && wake()}
        onFocusIn={wake}
        onPointerLeave={(event) =>
          event.pointerType === 'mouse' && !engine.facts.paused.value && openMenu.value === null && (isIdle.value = true)
        }
      >
        <div
          ref={slot}
          class="slot"
          onClick={(event) => {
            // A finger shows or hides the controls, a mouse plays and pauses.
            if (event instanceof PointerEvent && event.pointerType !== 'mouse') {
              if (isIdle.value) wake();
              else isIdle.value = true;
            } else if (hasPicture.value) engine.toggle();
          }}
          onDblClick={fullscreen}
        />
        <Overlay
          engine={engine}
          state={state}
          status={status}
          event={event}
          clockOffsetMs={clockOffsetMs}
          hasPicture={hasPicture}
          onRetry={onRetry}
        />
        {engine.facts.captions.value !== null && <Captions engine={engine} video={video} />}
        {isStatsOpen.value && <StatsOverlay engine={engine} onClose={() => (isStatsOpen.value = false)} />}
        {hasPicture.value && !isOver.value && (
          <Controls
            engine={engine}
            onFloat={float}
            isOn={state.value.kind === 'live' || state.value.kind === 'slate'}
            openMenu={openMenu}
            isFullscreen={isFullscreen}
            onFullscreen={fullscreen}
          />
        )}
      </section>
    </div>
  );
}

interface OverlayProps extends Pick<StageProps, 'engine' | 'state' | 'status' | 'event' | 'clockOffsetMs' | 'onRetry'> {
  readonly hasPicture: ReadonlySignal<boolean>;
}

function Overlay({ engine, state, status, event, clockOffsetMs, hasPicture, onRetry }: OverlayProps): VNode | null {
  const words = useWords();
  const now = state.value;
  if (engine.facts.mode.value === 'recording' && !engine.facts.finished.value && now.kind !== 'trouble')
    return <OverPicture engine={engine} />;
  switch (now.kind) {
    case 'waiting':
      if (event !== undefined) return event.waiting;
      return (
        <div class="veil veil-field">
          {typeof status.value?.posterUrl === 'string' && <Poster path={status.value.posterUrl} />}
          <StateCard icon="hourglass" title={words.say('soon')} more={words.say('soonMore')} />
        </div>
      );
    case 'trouble': {
      const [title, more] = FAULT_PHRASES[now.fault];
      return (
        <div class={hasPicture.value ? 'veil' : 'veil veil-field'}>
          <StateCard
            icon={now.fault === 'origin-unreachable' ? 'unplug' : 'triangle-alert'}
            tone="warn"
            title={words.say(title)}
            more={words.say(more)}
            code={words.say('code', { code: now.fault })}
          >
            <button type="button" class="primary" onClick={onRetry}>
              <Icon name="rotate-ccw" />
              {words.say('tryNow')}
            </button>
          </StateCard>
        </div>
      );
    }
    case 'ended':
      if (event !== undefined) return event.ended;
      return (
        <div class="veil veil-full">
          <StateCard
            icon="circle-check"
            title={words.say(engine.facts.mode.value === 'recording' ? 'recordingOver' : 'ended')}
            more={words.say('endedMore')}
          >
            {status.value?.recordingUrl !== null && (
              <button type="button" class="primary" onClick={() => engine.playRecording()}>
                <Icon name={engine.facts.mode.value === 'recording' ? 'rotate-ccw' : 'play'} />
                {words.say(engine.facts.mode.value === 'recording' ? 'watchAgain' : 'watchRecording')}
              </button>
            )}
          </StateCard>
        </div>
      );
    case 'slate':
      return (
        <>
          <SlateNote sinceMs={now.sinceMs} clockOffsetMs={clockOffsetMs} />
          {hasPicture.value ? <OverPicture engine={engine} /> : <Loading />}
        </>
      );
    case 'live':
      return hasPicture.value || engine.facts.refusal.value === 'blocked' ? <OverPicture engine={engine} /> : <Loading />;
    case 'loading':
    default:
      return <Loading />;
  }
}

/** The picture from before the picture. */
function Poster({ path }: { readonly path: string }): VNode {
  return <img class="poster" src={usePassed(path)} alt="" />;
}

function SlateNote({ sinceMs, clockOffsetMs }: { readonly sinceMs: number | null; readonly clockOffsetMs: ReadonlySignal<number> }): VNode {
  const words = useWords();
  const nowMs = useSeconds();
  const away = sinceMs === null ? null : Math.max(0, Math.round((nowMs.value + clockOffsetMs.value - sinceMs) / 1000));
  return (
    <div class="note">
      <Icon name="unplug" />
      <span>
        {away === null
          ? words.say('slate')
          : words.say('slateSince', { time: away < 100 ? words.say('seconds', { n: away }) : words.span(away) })}
      </span>
    </div>
  );
}

function Loading(): VNode {
  const words = useWords();
  return (
    <div class="veil veil-bone">
      <span class="spinner" aria-hidden="true" />
      <span class="spinner-word">{words.say('loading')}</span>
    </div>
  );
}

/** What may lie over a picture that is there: a spinner, the unmute button, the big play button. */
function OverPicture({ engine }: { readonly engine: Engine }): VNode {
  const words = useWords();
  const { refusal, waiting, paused } = engine.facts;
  return (
    <>
      {refusal.value === 'muted' && (
        <button type="button" class="primary unmute" onClick={() => engine.setMuted(false)}>
          <Icon name="volume-x" />
          {words.say('unmute')}
        </button>
      )}
      {refusal.value === 'blocked' && paused.value && (
        <div class="veil">
          <button type="button" class="primary big-play" onClick={() => engine.play()}>
            <Icon name="play" size={28} />
            {words.say('play')}
          </button>
        </div>
      )}
      {waiting.value && !paused.value && <span class="spinner spinner-over" aria-hidden="true" />}
    </>
  );
}
