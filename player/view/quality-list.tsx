import type { VNode } from 'preact';
import type { Engine } from '../playback/engine.ts';
import type { Closable } from './later.tsx';
import { MenuChoice, MenuList } from './menu-list.tsx';
import { useWords } from './words.ts';

interface QualityListProps extends Closable {
  readonly engine: Engine;
  /** In pixels, the greatest first. */
  readonly heights: readonly number[];
}

/** What the quality button opens: a menu of radio items. */
export function QualityList({ engine, heights, onClose }: QualityListProps): VNode {
  const words = useWords();
  const shown = engine.facts.shownHeight.value;
  const chosen = engine.facts.chosenHeight.value;
  const label = (height: number | null): string => {
    if (height !== null) return words.say('height', { height });
    return chosen === null && shown !== null ? words.say('autoNow', { height: shown }) : words.say('auto');
  };
  return (
    <MenuList label={words.say('quality')} onClose={onClose}>
      {[null, ...heights].map((height) => (
        <MenuChoice
          key={height}
          is={height === chosen}
          onChoose={() => {
            engine.choose(height);
            onClose();
          }}
        >
          {label(height)}
        </MenuChoice>
      ))}
    </MenuList>
  );
}
