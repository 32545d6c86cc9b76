import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Engine } from '../playback/engine.ts';
import { later } from '../view/later.tsx';
import { MenuButton, type MenuName } from '../view/menu-button.tsx';
import { useWords } from '../view/words.ts';
import { captionChoice } from './caption-look.ts';

const CaptionsList = later(
  () => import('./captions-list.tsx'),
  (module, language) => module.captionsList(language),
);

/** Captions on or off, and their settings: there when there is something to show. */
export function CaptionsMenu({ engine, open }: { readonly engine: Engine; readonly open: Signal<MenuName | null> }): VNode | null {
  const words = useWords();
  if (engine.facts.captions.value === null) return null;
  return (
    <MenuButton
      name="captions"
      open={open}
      icon={captionChoice.value.on ? 'captions' : 'captions-off'}
      label={words.say('captions')}
      list={(onClose) => <CaptionsList onClose={onClose} />}
    />
  );
}
