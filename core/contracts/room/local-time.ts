/** What clocks on the wall of a time zone show, and which instant that is. Pure; for servers and browsers. */

const DAY_MS = 86_400_000;
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
/** No zone is further from UTC. */
const MAX_OFFSET_MS = 26 * 3_600_000;

/** Whether this is a name of the IANA time zone database; offsets (`+02:00`) are not: they know no summer. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The instant, Unix ms, of what a clock of `zone` shows, as `2026-03-29T02:30`. An hour that comes twice means its first time. `skipped`: when the
 * clocks go forward nobody's clock will ever show it. `invalid`: no calendar has it.
 */
export function instantOfLocal(local: string, zone: string): number | 'skipped' | 'invalid' {
  const wanted = LOCAL.test(local) ? Date.parse(`${local}:00Z`) : Number.NaN;
  // 30 February
  if (Number.isNaN(wanted) || new Date(wanted).toISOString().slice(0, 16) !== local) return 'invalid';
  const offsets = new Set([wanted - MAX_OFFSET_MS, wanted, wanted + MAX_OFFSET_MS].map((ms) => offsetMs(ms, zone)));
  const instants = [...offsets].map((offset) => wanted - offset).filter((ms) => ms + offsetMs(ms, zone) === wanted);
  return instants.length === 0 ? 'skipped' : Math.min(...instants);
}

/** What a clock of `zone` shows at an instant, as `2026-03-29T02:30`. */
export function localOfInstant(atMs: number, zone: string): string {
  return new Date(atMs + offsetMs(atMs, zone)).toISOString().slice(0, 16);
}

/** The day before or after, as `2026-03-29`. */
export function otherDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
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
