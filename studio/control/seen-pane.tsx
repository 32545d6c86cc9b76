import { useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Engine } from '../../player/playback/engine.ts';
import { useWords } from '../words/words.ts';
import { isOn } from './air.ts';
import { useDesk } from './desk-context.ts';

interface SeenPaneProps {
  /** What plays, for the figures; undefined: not yet, or not any more. */
  readonly onEngine: (engine: Engine | undefined) => void;
}

/** What the audience sees, by the audience's own playback; without sound until somebody wants it. */
export function SeenPane({ onEngine }: SeenPaneProps): VNode {
  const words = useWords();
  const desk = useDesk();
  const slot = useRef<HTMLDivElement>(null);
  const engine = useSignal<Engine | undefined>(undefined);
  useEffect(() => {
    const video = document.createElement('video');
    video.className = 'ctl-video';
    video.muted = true;
    video.playsInline = true;
    slot.current?.append(video);
    let isGone = false;
    import('../../player/playback/engine.ts').then(
      ({ Engine }) => {
        if (isGone) return;
        engine.value = new Engine(video, () => undefined, desk.prefix);
        onEngine(engine.value);
      },
      // the file cannot be fetched just now: the rest of the room works
      () => undefined,
    );
    return () => {
      isGone = true;
      engine.peek()?.close();
      onEngine(undefined);
      video.remove();
    };
  }, [desk]);
  useSignalEffect(() => {
    const status = desk.watch.status.value;
    if (status === undefined || engine.value === undefined) return;
    engine.value.follow({
      on: status.state === 'live' || status.state === 'slate',
      liveUrl: status.liveUrl,
      recordingUrl: status.recordingUrl,
      startedMs: status.startedMs,
      clockOffsetMs: desk.link.feed.value.clockOffsetMs,
    });
  });
  const facts = engine.value?.facts;
  const behind = facts?.toldBehind.value ?? null;
  const isPictured = facts?.pictured.value === true;
  return (
    <section class="ctl-card ctl-view" aria-label={words.say('ctlSeen')}>
      <h2>
        {words.say(isOn(desk.air.value) ? 'ctlSeen' : 'ctlSeenRehearsal')}
        {behind !== null && <span class="figures quiet">{words.say('ctlBehind', { seconds: words.number(behind, 1) })}</span>}
      </h2>
      <div class="ctl-picture">
        <div ref={slot} hidden={!isPictured} />
        {!isPictured && <p>{words.say('ctlSeenNothing')}</p>}
        {facts?.waiting.value === true && <p class="ctl-over">{words.say('ctlHealthStalled')}</p>}
      </div>
      {isPictured && (
        <button
          type="button"
          class="button small"
          aria-pressed={!(facts?.muted.value ?? true)}
          onClick={() => engine.peek()?.setMuted(!(facts?.muted.peek() ?? true))}
        >
          {words.say('ctlSound')}
        </button>
      )}
    </section>
  );
}
