/** When an event is. Instants travel in UTC; where the event is, its time zone says. Pure. */
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';

/** Longest event. */
export const MAX_EVENT_DAYS = 30;

const DAY_MS = 86_400_000;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;
/** No zone is further from UTC. */
const MAX_OFFSET_MS = 26 * 3_600_000;

/** Unix ms of an ISO 8601 instant in UTC; undefined for what no calendar has (30 February, 25 o'clock). */
export function readInstant(text: string): number | undefined {
  const ms = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 19) === text.slice(0, 19) ? ms : undefined;
}

/** ISO 8601 in UTC. */
export function instantText(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** Whether this is a name of the IANA time zone database; offsets (`+02:00`) are not: they know no summer. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
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
  const wanted = LOCAL.test(local) ? readInstant(`${local}:00Z`) : undefined;
  if (wanted === undefined) return refuse('ROOM_BAD_REQUEST', { where: 'local' });
  const offsets = new Set([wanted - MAX_OFFSET_MS, wanted, wanted + MAX_OFFSET_MS].map((ms) => offsetMs(ms, zone)));
  const instants = [...offsets].map((offset) => wanted - offset).filter((ms) => ms + offsetMs(ms, zone) === wanted);
  return instants.length === 0
    ? refuse('ROOM_LOCAL_TIME_SKIPPED', { time: local.replace('T', ' ') })
    : { ok: true, atMs: Math.min(...instants) };
}

/** How far the clocks of a zone are ahead of UTC at an instant. */
function offsetMs(atMs: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    ...({ timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' } as const),
    ...({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
  });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(atMs / 1_000) * 1_000;
}
