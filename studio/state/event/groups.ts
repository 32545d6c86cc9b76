/** Events as an organiser looks for them: what is on the air, what comes next, what has no time yet, what never went on the air, what is over. Pure. */
import type { EventSummary } from '../../../core/contracts/room/organiser.ts';

export const EVENT_GROUPS = ['live', 'coming', 'undated', 'missed', 'over'] as const;
export type EventGroup = (typeof EVENT_GROUPS)[number];

type Placed = Pick<EventSummary, 'state' | 'startsAt' | 'endsAt'>;

/** Whoever is late is waited for. */
const WAITED_MS = 12 * 3_600_000;

function groupOf({ state, startsAt, endsAt }: Placed, nowMs: number): EventGroup {
  if (state === 'live') return 'live';
  if (state === 'ended' || state === 'published') return 'over';
  if (startsAt === null) return 'undated';
  return Date.parse(endsAt ?? startsAt) + WAITED_MS < nowMs ? 'missed' : 'coming';
}

/** The groups that have any, in order: the next first, of what is past the last first; what has no time as it came. */
export function groupsOf<One extends Placed>(events: readonly One[], nowMs: number): readonly (readonly [EventGroup, readonly One[]])[] {
  const byStart = (one: Placed, other: Placed): number => (one.startsAt ?? '').localeCompare(other.startsAt ?? '');
  return EVENT_GROUPS.map((group) => {
    const those = events.filter((event) => groupOf(event, nowMs) === group);
    if (group === 'undated') return [group, those] as const;
    const sorted = those.toSorted(byStart);
    return [group, group === 'over' || group === 'missed' ? sorted.toReversed() : sorted] as const;
  }).filter(([, those]) => those.length > 0);
}
