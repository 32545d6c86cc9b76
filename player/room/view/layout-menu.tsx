import type { ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
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

interface LayoutMenuProps {
  /** null: as the hosts set it. */
  readonly own: ReadonlySignal<Layout | null>;
  readonly onChoose: (layout: Layout | null) => void;
}

/** The hosts set how the page is laid out; a viewer may have it otherwise. */
export function LayoutMenu({ own, onChoose }: LayoutMenuProps): VNode {
  const words = useRoomWords();
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const leave = ({ target }: Event): void => {
      const { current } = box;
      if (current !== null && target instanceof Node && !current.contains(target)) current.open = false;
    };
    // The talk may stand in a window of its own.
    const page = box.current?.ownerDocument;
    for (const what of ['pointerdown', 'focusin']) page?.addEventListener(what, leave);
    return () => {
      for (const what of ['pointerdown', 'focusin']) page?.removeEventListener(what, leave);
    };
  }, []);
  return (
    <details
      ref={box}
      class="room-view"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !event.currentTarget.open) return;
        event.stopPropagation();
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
            <input type="radio" name="room-layout" checked={own.value === layout} onChange={() => onChoose(layout)} />
            {words.say(phrase)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
