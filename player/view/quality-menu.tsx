import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Engine } from '../playback/engine.ts';
import { Icon } from './icon.tsx';
import { useWords } from './words.ts';

/** Automatic, or one rung by hand: a menu button as WAI-ARIA describes it. */
export function QualityMenu({ engine, isOpen }: { readonly engine: Engine; readonly isOpen: Signal<boolean> }): VNode | null {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const heights = [...new Set(engine.facts.qualities.value.map(({ height }) => height))]
    .filter((height) => height > 0)
    .toSorted((a, b) => b - a);
  const shown = engine.facts.shownHeight.value;
  const chosen = engine.facts.chosenHeight.value;
  const close = (): void => {
    isOpen.value = false;
    button.current?.focus();
  };

  useEffect(() => {
    if (!isOpen.value) return undefined;
    box.current?.querySelector<HTMLElement>('[aria-checked=true]')?.focus();
    const outside = (event: Event): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) isOpen.value = false;
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [isOpen.value]);

  if (heights.length < 2) return null;
  const choices = [null, ...heights];
  const label = (height: number | null): string => {
    if (height !== null) return words.say('height', { height });
    return chosen === null && shown !== null ? words.say('autoNow', { height: shown }) : words.say('auto');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitemradio]') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) items.at(next % items.length)?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') isOpen.value = false;
    if (next !== undefined || event.key === 'Escape') event.preventDefault();
  };
  return (
    <div class="menu-box" ref={box}>
      <button
        ref={button}
        type="button"
        class="control"
        aria-haspopup="menu"
        aria-expanded={isOpen.value}
        aria-label={words.say('quality')}
        title={words.say('quality')}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <Icon name="settings-2" size={22} />
      </button>
      {isOpen.value && (
        <div class="menu" role="menu" tabIndex={-1} aria-label={words.say('quality')} onKeyDown={onKeyDown}>
          {choices.map((height) => (
            <button
              key={height}
              type="button"
              role="menuitemradio"
              aria-checked={height === chosen}
              tabIndex={-1}
              onClick={() => {
                engine.choose(height);
                close();
              }}
            >
              <span class="menu-check">{height === chosen && <Icon name="check" size={18} />}</span>
              {label(height)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
