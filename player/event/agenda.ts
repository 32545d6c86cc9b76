/** Where the event is in its agenda. Pure. */
import type { AgendaItem } from '../../core/contracts/room/event.ts';

/** An item, with when it begins in Unix ms. */
export interface TimedItem extends AgendaItem {
  readonly startsAtMs: number;
  readonly phase: 'over' | 'now' | 'next';
}

/**
 * In the order of time. What runs is what began last; before the first and after the end of the event nothing runs.
 * @param endsAtMs of the event; null: the last item has no end.
 */
export function agendaAt(agenda: readonly AgendaItem[], endsAtMs: number | null, nowMs: number): readonly TimedItem[] {
  const timed = agenda
    .map((item) => ({ ...item, startsAtMs: Date.parse(item.startsAt) }))
    .toSorted((one, other) => one.startsAtMs - other.startsAtMs);
  const isOver = endsAtMs !== null && nowMs >= endsAtMs;
  const running = isOver ? -1 : timed.findLastIndex(({ startsAtMs }) => startsAtMs <= nowMs);
  return timed.map((item, index) => ({ ...item, phase: index === running ? 'now' : item.startsAtMs <= nowMs ? 'over' : 'next' }));
}
