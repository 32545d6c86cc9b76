import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useFocusBack } from './focus-back.ts';
import { Icon } from './icon.tsx';
import type { Closable } from './later.tsx';
import { useWords } from './words.ts';

interface CardDialogProps extends Closable {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A card over the page, which waits: the focus is kept in it, and goes back to what opened it. Escape, its button, and a press beside it close it. */
export function CardDialog({ title, onClose, children }: CardDialogProps): VNode {
  const words = useWords();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  // the browser gives the focus back when it is closed; when it goes with its page, this does
  useFocusBack(dialog);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      <div class="dialog-body">
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
      </div>
    </dialog>
  );
}
