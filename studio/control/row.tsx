import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { IconName } from '../parts/icon-names.ts';
import { Icon } from '../parts/icon.tsx';

interface RowProps {
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
  readonly look?: string;
  readonly actions: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Something that may be acted on: by its buttons, or by keys while it is the current one. */
export function Row({ isCurrent, onChoose, look = '', actions, children }: RowProps): VNode {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <li ref={row} class={`ctl-row ${look}`} aria-current={isCurrent} onPointerDown={onChoose} onFocusIn={onChoose}>
      <div class="ctl-row-main">{children}</div>
      <div class="ctl-row-acts">{actions}</div>
    </li>
  );
}

interface ActProps {
  readonly icon: IconName;
  readonly label: string;
  /** Its key. */
  readonly keyName?: string;
  readonly look?: string;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}

/** A small button with its word in a tooltip. */
export function Act({ icon, label, keyName, look = '', isPressed, onClick }: ActProps): VNode {
  return (
    <button
      type="button"
      class={`tool small ${look}`}
      aria-label={label}
      aria-pressed={isPressed}
      title={keyName === undefined ? label : `${label} (${keyName})`}
      onClick={onClick}
    >
      <Icon name={icon} size={16} />
    </button>
  );
}
