import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Engine } from '../playback/engine.ts';
import { SEEK_SECONDS } from './shortcuts.ts';
import { useWords } from './words.ts';

const PAGE_SECONDS = 60;

/** The whole programme from its first second to now. Time runs from left to right in every language. */
export function RewindBar({ engine, isOn }: { readonly engine: Engine; readonly isOn: boolean }): VNode | null {
  const words = useWords();
  // While a hand is on it, the bar shows where the hand is; the picture follows when it lets go.
  const held = useSignal<number | null>(null);
  const startMs = useComputed(() => engine.facts.range.value?.startMs ?? 0);
  const total = useComputed(() => Math.max(1, Math.floor(((engine.facts.range.value?.endMs ?? 0) - startMs.value) / 1000)));
  const isAtEdge = useComputed(() => engine.facts.mode.value === 'live' && engine.facts.following.value);
  const position = useComputed(() => {
    if (isOn && isAtEdge.value) return total.value;
    return Math.min(total.value, Math.max(0, Math.floor(((engine.facts.positionMs.value ?? 0) - startMs.value) / 1000)));
  });
  const value = held.value ?? position.value;
  const isLive = isOn && value >= total.value - 1;
  const text = isLive
    ? words.say('rewindLive', { time: words.clock(value) })
    : words.say('rewindAt', { time: words.clock(value), total: words.clock(total.value) });
  const go = (seconds: number): void => {
    held.value = null;
    engine.seekTo(startMs.value + Math.min(total.value, Math.max(0, seconds)) * 1000);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = keyTarget(event.key, position.value, total.value);
    if (target === undefined) return;
    event.preventDefault();
    go(target);
  };
  return (
    <div class="rewind" dir="ltr">
      <input
        class="slider rewind-slider"
        type="range"
        min={0}
        max={total.value}
        step={1}
        value={value}
        aria-label={words.say('rewind')}
        aria-valuetext={text}
        ref={(input) => input?.style.setProperty('--done', `${(100 * value) / total.value}%`)}
        onInput={(event) => (held.value = Number(event.currentTarget.value))}
        onChange={(event) => go(Number(event.currentTarget.value))}
        onKeyDown={onKeyDown}
      />
      <span class="rewind-time" aria-hidden="true">
        {isLive ? words.clock(total.value) : `${words.clock(value)} / ${words.clock(total.value)}`}
      </span>
    </div>
  );
}

function keyTarget(key: string, position: number, total: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return position - SEEK_SECONDS;
    case 'ArrowRight':
    case 'ArrowUp':
      return position + SEEK_SECONDS;
    case 'PageDown':
      return position - PAGE_SECONDS;
    case 'PageUp':
      return position + PAGE_SECONDS;
    case 'Home':
      return 0;
    case 'End':
      return total;
    default:
      return undefined;
  }
}
