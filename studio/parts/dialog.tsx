import type { ComponentChildren, VNode } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useWords } from '../words/words.ts';
import { Icon } from './icon.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A card over the page, which takes the keyboard until it is closed by its button, by Escape or by what was done in it; the focus goes back to where it came from. */
export function Dialog({ title, onClose, children }: DialogProps): VNode {
  const words = useWords();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  // before the fields' own effects: a field of a dialog that is closed takes no focus
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      // what opened it may be gone by what was done in it
      const back = before instanceof HTMLElement && before.isConnected ? before : document.querySelector('main');
      back?.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={onClose}>
      <div class="dialog-top">
        <h2 id={id}>{title}</h2>
        <button
          type="button"
          class="tool"
          aria-label={words.say('close')}
          title={words.say('close')}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="x" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
