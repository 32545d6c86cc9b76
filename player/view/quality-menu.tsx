import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Engine } from '../playback/engine.ts';
import { later } from './later.tsx';
import { MenuButton, type MenuName } from './menu-button.tsx';
import { useWords } from './words.ts';

const QualityList = later(
  () => import('./quality-list.tsx'),
  (module) => module.QualityList,
);

/** Automatic, or one rung by hand. */
export function QualityMenu({ engine, open }: { readonly engine: Engine; readonly open: Signal<MenuName | null> }): VNode | null {
  const words = useWords();
  const { chosenHeight, shownHeight } = engine.facts;
  const heights = [...new Set(engine.facts.qualities.value.map(({ height }) => height))]
    .filter((height) => height > 0)
    .toSorted((a, b) => b - a);
  if (heights.length < 2) return null;
  return (
    <MenuButton
      name="quality"
      open={open}
      icon="settings-2"
      label={words.say('quality')}
      isBusy={chosenHeight.value !== null && chosenHeight.value !== shownHeight.value}
      list={(onClose) => <QualityList engine={engine} heights={heights} onClose={onClose} />}
    />
  );
}
