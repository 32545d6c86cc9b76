import type { VNode } from 'preact';
import type { Engine } from '../playback/engine.ts';
import { useSeconds } from './use-seconds.ts';
import { useWords } from './words.ts';

/** At the edge it says how near the stage is; behind, it is the way back. */
export function LiveButton({ engine }: { readonly engine: Engine }): VNode {
  const words = useWords();
  const nowMs = useSeconds();
  const isAtEdge = engine.facts.mode.value === 'live' && engine.facts.following.value;
  const position = engine.facts.positionMs.peek();
  const end = engine.facts.range.peek()?.endMs ?? nowMs.value;
  const behind = engine.facts.behind.peek() ?? (position === null ? 0 : (end - position) / 1000);
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
