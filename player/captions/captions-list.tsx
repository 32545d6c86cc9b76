import type { VNode } from 'preact';
import { speaking, type WithCardWords } from '../view/card-words.tsx';
import type { Closable } from '../view/later.tsx';
import { Checked, MenuChoice, MenuList } from '../view/menu-list.tsx';
import { useWords } from '../view/words.ts';
import { areSettingsOpen, captionChoice, chooseCaptions } from './caption-look.ts';

/** What the captions button opens. */
export const captionsList = speaking<Closable>(CaptionsList);

function CaptionsList({ onClose, say }: Closable & WithCardWords): VNode {
  const words = useWords();
  const { on, look } = captionChoice.value;
  return (
    <MenuList label={words.say('captions')} onClose={onClose}>
      {[false, true].map((isOn) => (
        <MenuChoice
          key={isOn}
          is={isOn === on}
          onChoose={() => {
            chooseCaptions({ on: isOn, look });
            onClose();
          }}
        >
          {say(isOn ? 'captionsOn' : 'captionsOff')}
        </MenuChoice>
      ))}
      <button
        type="button"
        role="menuitem"
        tabIndex={-1}
        onClick={() => {
          onClose();
          areSettingsOpen.value = true;
        }}
      >
        <Checked is={false} />
        {say('captionSettings')}
      </button>
    </MenuList>
  );
}
