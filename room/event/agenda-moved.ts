import type { AgendaItem } from '../../core/contracts/room/event.ts';
import { instantText } from './event-times.ts';

/** An agenda that was told from one beginning, told from another: each item as long after it as before. Without one of them it stays. Pure. */
export function agendaMoved(agenda: readonly AgendaItem[], fromMs: number | null, toMs: number | null): AgendaItem[] {
  const byMs = fromMs === null || toMs === null ? 0 : toMs - fromMs;
  return agenda.map((item) => ({ ...item, startsAt: instantText(Date.parse(item.startsAt) + byMs) ?? item.startsAt }));
}
