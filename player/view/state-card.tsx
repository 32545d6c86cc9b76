import type { ComponentChildren, VNode } from 'preact';
import type { FaultKind } from '../playback/faults.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import type { Phrase } from './words.ts';

/** What a fault is called: what happened, and what is being done about it. */
export const FAULT_PHRASES: Readonly<Record<FaultKind, readonly [Phrase, Phrase]>> = {
  'origin-unreachable': ['faultUnreachable', 'faultUnreachableMore'],
  'codec-refused': ['faultCodec', 'faultCodecMore'],
  'stalled-at-edge': ['faultStalled', 'faultStalledMore'],
  'stream-not-there': ['faultMissing', 'faultMissingMore'],
};

interface StateCardProps {
  readonly icon: IconName;
  readonly title: string;
  readonly more?: string;
  /** Small type for support. */
  readonly code?: string;
  readonly tone?: 'calm' | 'warn';
  readonly children?: ComponentChildren;
}

/** Says over the picture's place what there is instead of the picture. */
export function StateCard({ icon, title, more, code, tone = 'calm', children }: StateCardProps): VNode {
  return (
    <div class={`card card-${tone}`}>
      <span class="card-icon">
        <Icon name={icon} size={28} />
      </span>
      <h2 class="card-title">{title}</h2>
      {more !== undefined && <p class="card-more">{more}</p>}
      {children}
      {code !== undefined && <p class="card-code">{code}</p>}
    </div>
  );
}
