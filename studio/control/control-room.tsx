import type { VNode } from 'preact';
import type { EventId } from '../../core/contracts/room/ids.ts';
import { Later, LaterPart } from '../parts/later.tsx';

const SCREEN = new LaterPart(['acts', 'control'], () => import('./control-screen.tsx').then(({ ControlScreen }) => ControlScreen));

/** The control room, fetched when it is opened: it is the largest screen there is. */
export function ControlRoom({ event }: { readonly event: EventId }): VNode {
  return <Later key={event} part={SCREEN} given={{ event }} />;
}
