import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import type { Closable } from './later.tsx';

interface MenuListProps extends Closable {
  readonly label: string;
  /** Buttons with the role of a menu's item. */
  readonly children: ComponentChildren;
}

/** A menu as WAI-ARIA describes it, with the focus on what is chosen. Closes itself when the focus leaves it by tab or escape. */
export function MenuList({ label, onClose, children }: MenuListProps): VNode {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>('[aria-checked=true]')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) items.at(next % items.length)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    if (next !== undefined || event.key === 'Escape') event.preventDefault();
  };
  return (
    <div ref={list} class="menu" role="menu" tabIndex={-1} aria-label={label} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}

interface MenuChoiceProps {
  readonly is: boolean;
  readonly onChoose: () => void;
  readonly children: ComponentChildren;
}

/** One of several, of which one is chosen. */
export function MenuChoice({ is, onChoose, children }: MenuChoiceProps): VNode {
  return (
    <button type="button" role="menuitemradio" aria-checked={is} tabIndex={-1} onClick={onChoose}>
      <Checked is={is} />
      {children}
    </button>
  );
}

/** The place before an item's words, with a mark when it is chosen. */
export function Checked({ is }: { readonly is: boolean }): VNode {
  return <span class="menu-check">{is && <Icon name="check" size={18} />}</span>;
}
