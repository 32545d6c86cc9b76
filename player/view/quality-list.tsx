import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Engine } from '../playback/engine.ts';
import { Icon } from './icon.tsx';
import type { Closable } from './later.tsx';
import { useWords } from './words.ts';

interface QualityListProps extends Closable {
  readonly engine: Engine;
  /** In pixels, the greatest first. */
  readonly heights: readonly number[];
}

/** What the quality button opens: a menu of radio items as WAI-ARIA describes it. Closes itself when the focus leaves it by tab or escape. */
export function QualityList({ engine, heights, onClose }: QualityListProps): VNode {
  const words = useWords();
  const list = useRef<HTMLDivElement>(null);
  const shown = engine.facts.shownHeight.value;
  const chosen = engine.facts.chosenHeight.value;
  useEffect(() => list.current?.querySelector<HTMLElement>('[aria-checked=true]')?.focus(), []);

  const label = (height: number | null): string => {
    if (height !== null) return words.say('height', { height });
    return chosen === null && shown !== null ? words.say('autoNow', { height: shown }) : words.say('auto');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitemradio]') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) items.at(next % items.length)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    if (next !== undefined || event.key === 'Escape') event.preventDefault();
  };
  return (
    <div ref={list} class="menu" role="menu" tabIndex={-1} aria-label={words.say('quality')} onKeyDown={onKeyDown}>
      {[null, ...heights].map((height) => (
        <button
          key={height}
          type="button"
          role="menuitemradio"
          aria-checked={height === chosen}
          tabIndex={-1}
          onClick={() => {
            engine.choose(height);
            onClose();
          }}
        >
          <span class="menu-check">{height === chosen && <Icon name="check" size={18} />}</span>
          {label(height)}
        </button>
      ))}
    </div>
  );
}
