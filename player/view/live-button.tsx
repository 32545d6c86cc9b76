import type { VNode } from 'preact';
import type { Engine } from '../playback/engine.ts';
import { useWords } from './words.ts';

/** At the edge it says how near the stage is; behind, it is the way back. */
export function LiveButton({ engine }: { readonly engine: Engine }): VNode {
  const words = useWords();
  const isAtEdge = engine.facts.mode.value === 'live' && engine.facts.following.value;
  const behind = engine.facts.toldBehind.value ?? 0;
  const short = isAtEdge ? words.span(behind) : words.say('behindShort', { time: words.clock(behind) });
  const whole = words.say(isAtEdge ? 'behindStage' : 'goLive', { time: behind < 10 ? words.span(behind) : words.clock(behind) });
  return (
    <button type="button" class="live" data-edge={isAtEdge} aria-keyshortcuts="l" title={whole} onClick={() => engine.goLive()}>
      <span class="dot" aria-hidden="true" />
      <span>{words.say('live')}</span>
      <span class="live-time" aria-hidden="true">
        {short}
      </span>
      <span class="unseen">{whole}</span>
    </button>
  );
}
