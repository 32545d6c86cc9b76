/** When an event is. Instants travel in UTC; where the event is, its time zone says. Pure. */
import { instantOfLocal, isTimeZone } from '../../core/contracts/room/local-time.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';

/** Longest event. */
export const MAX_EVENT_DAYS = 30;

const DAY_MS = 86_400_000;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;

/** Unix ms of an ISO 8601 instant in UTC; undefined for what no calendar has (30 February, 25 o'clock). */
export function readInstant(text: string): number | undefined {
  const ms = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 19) === text.slice(0, 19) ? ms : undefined;
}

/** ISO 8601 in UTC. */
export function instantText(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** An event ends after it starts, and not a month later. */
export function checkTimes(startsAtMs: number | null, endsAtMs: number | null): { readonly ok: true } | Refusal {
  if (endsAtMs === null) return { ok: true };
  if (startsAtMs === null) return refuse('ROOM_EVENT_NEEDS_START');
  if (endsAtMs <= startsAtMs) return refuse('ROOM_EVENT_ENDS_BEFORE_START');
  return endsAtMs - startsAtMs > MAX_EVENT_DAYS * DAY_MS ? refuse('ROOM_EVENT_TOO_LONG', { days: MAX_EVENT_DAYS }) : { ok: true };
}

/**
 * The instant of what a clock on the wall of `zone` shows, as `2026-03-29T02:30`. An hour that comes twice means its first time; one that is
 * skipped when the clocks go forward is refused, since nobody's clock will ever show it.
 */
export function instantOf(local: string, zone: string): { readonly ok: true; readonly atMs: number } | Refusal {
  if (!isTimeZone(zone)) return refuse('ROOM_TIME_ZONE_UNKNOWN', { zone });
  const atMs = instantOfLocal(local, zone);
  if (atMs === 'invalid') return refuse('ROOM_BAD_REQUEST', { where: 'local' });
  return atMs === 'skipped' ? refuse('ROOM_LOCAL_TIME_SKIPPED', { time: local.replace('T', ' ') }) : { ok: true, atMs };
}
