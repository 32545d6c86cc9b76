import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';

/** The menus of the controls; one is open at a time. */
export type MenuName = 'quality' | 'captions';

interface MenuButtonProps {
  readonly name: MenuName;
  readonly open: Signal<MenuName | null>;
  readonly icon: IconName;
  readonly label: string;
  /** What was chosen comes in a moment. */
  readonly isBusy?: boolean;
  /** What it opens; closes with the focus back on the button. */
  readonly list: (onClose: () => void) => VNode;
}

/** A menu button as WAI-ARIA describes it. */
export function MenuButton({ name, open, icon, label, isBusy = false, list }: MenuButtonProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = open.value === name;

  useEffect(() => {
    if (!isOpen) return undefined;
    const outside = (event: Event): void => {
      if (box.current !== null && !event.composedPath().includes(box.current) && open.peek() === name) open.value = null;
    };
    // The controls may stand in a window of their own.
    const page = box.current?.ownerDocument;
    page?.addEventListener('pointerdown', outside);
    return () => page?.removeEventListener('pointerdown', outside);
  }, [isOpen]);

  return (
    <div class="menu-box" ref={box}>
      <button
        ref={button}
        type="button"
        class="control"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-busy={isBusy}
        aria-label={label}
        title={label}
        onClick={() => (open.value = isOpen ? null : name)}
      >
        <Icon name={icon} size={22} />
      </button>
      {isOpen &&
        list(() => {
          open.value = null;
          button.current?.focus();
        })}
    </div>
  );
}
