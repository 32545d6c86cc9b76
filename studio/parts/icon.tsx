import type { VNode } from 'preact';
import shapes from 'virtual:icons';
import { Drawing } from '../../ui/drawing.tsx';
import type { IconName } from './icon-names.ts';

/** An icon: decoration beside a word, never the word itself. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }): VNode {
  return <Drawing shape={shapes[name]} size={size} />;
}
