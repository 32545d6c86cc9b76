import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import shapes from 'virtual:room-icons';
import type { Layout } from '../../../core/contracts/room/entries.ts';
import { Drawing } from '../../../ui/drawing.tsx';
import { type RoomPhrase, useRoomWords } from '../room-words.ts';

const CHOICES: readonly (readonly [Layout | null, RoomPhrase])[] = [
  [null, 'layoutHost'],
  ['picture', 'layoutPicture'],
  ['picture-chat', 'layoutTalk'],
  ['slides', 'layoutSlides'],
];

/** The hosts set how the page is laid out; a viewer may have it otherwise. @param own null: as the hosts set it. */
export function LayoutMenu({ own }: { readonly own: Signal<Layout | null> }): VNode {
  const words = useRoomWords();
  return (
    <details
      class="room-view"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.currentTarget.open = false;
        event.currentTarget.querySelector('summary')?.focus();
      }}
    >
      <summary aria-label={words.say('layout')} title={words.say('layout')}>
        <Drawing shape={shapes['panel-right']} />
      </summary>
      <fieldset class="room-views" aria-label={words.say('layout')}>
        {CHOICES.map(([layout, phrase]) => (
          <label key={phrase} class="room-check">
            <input type="radio" name="room-layout" checked={own.value === layout} onChange={() => (own.value = layout)} />
            {words.say(phrase)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
