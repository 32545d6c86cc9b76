/** Events as an organiser looks for them: what is on the air, what comes next, what has no time yet, what is over. Pure. */
import type { EventSummary } from '../../../core/contracts/room/organiser.ts';

export const EVENT_GROUPS = ['live', 'coming', 'undated', 'over'] as const;
export type EventGroup = (typeof EVENT_GROUPS)[number];

type Placed = Pick<EventSummary, 'state' | 'startsAt'>;

function groupOf({ state, startsAt }: Placed): EventGroup {
  if (state === 'live') return 'live';
  if (state === 'ended' || state === 'published') return 'over';
  return startsAt === null ? 'undated' : 'coming';
}

/** The groups that have any, in order: the next first, of what is over the last first; what has no time as it came. */
export function groupsOf<One extends Placed>(events: readonly One[]): readonly (readonly [EventGroup, readonly One[]])[] {
  const byStart = (one: Placed, other: Placed): number => (one.startsAt ?? '').localeCompare(other.startsAt ?? '');
  return EVENT_GROUPS.map((group) => {
    const those = events.filter((event) => groupOf(event) === group);
    if (group === 'undated') return [group, those] as const;
    const sorted = those.toSorted(byStart);
    return [group, group === 'over' ? sorted.toReversed() : sorted] as const;
  }).filter(([, those]) => those.length > 0);
}
