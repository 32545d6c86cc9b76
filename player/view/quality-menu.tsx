import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Engine } from '../playback/engine.ts';
import { Icon } from './icon.tsx';
import { later } from './later.tsx';
import { useWords } from './words.ts';

const QualityList = later(
  () => import('./quality-list.tsx'),
  (module) => module.QualityList,
);

/** Automatic, or one rung by hand: a menu button as WAI-ARIA describes it. */
export function QualityMenu({ engine, isOpen }: { readonly engine: Engine; readonly isOpen: Signal<boolean> }): VNode | null {
  const words = useWords();
  const { chosenHeight, shownHeight } = engine.facts;
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const heights = [...new Set(engine.facts.qualities.value.map(({ height }) => height))]
    .filter((height) => height > 0)
    .toSorted((a, b) => b - a);

  useEffect(() => {
    if (!isOpen.value) return undefined;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) isOpen.value = false;
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [isOpen.value]);

  if (heights.length < 2) return null;
  return (
    <div class="menu-box" ref={box}>
      <button
        ref={button}
        type="button"
        class="control"
        aria-haspopup="menu"
        aria-expanded={isOpen.value}
        aria-busy={chosenHeight.value !== null && chosenHeight.value !== shownHeight.value}
        aria-label={words.say('quality')}
        title={words.say('quality')}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <Icon name="settings-2" size={22} />
      </button>
      {isOpen.value && (
        <QualityList
          engine={engine}
          heights={heights}
          onClose={() => {
            isOpen.value = false;
            button.current?.focus();
          }}
        />
      )}
    </div>
  );
}
