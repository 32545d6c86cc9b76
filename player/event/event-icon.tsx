import type { VNode } from 'preact';
import shapes from 'virtual:event-icons';
import { Drawing } from '../../ui/drawing.tsx';
import type { EventIconName } from '../view/icon-names.ts';

/** An icon of the event's surfaces: decoration beside a word. */
export function EventIcon({ name }: { readonly name: EventIconName }): VNode {
  return <Drawing shape={shapes[name]} size={20} />;
}
