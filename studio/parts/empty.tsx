import type { ComponentChildren, VNode } from 'preact';
import type { IconName } from './icon-names.ts';
import { Icon } from './icon.tsx';

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  /** It is all there is on the screen. */
  readonly isWhole?: boolean;
  readonly children?: ComponentChildren;
}

/** Nothing is here yet: what will be, and how to begin. */
export function Empty({ icon, title, isWhole = false, children }: EmptyProps): VNode {
  return (
    <div class="empty">
      <Icon name={icon} size={40} />
      {isWhole ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}
