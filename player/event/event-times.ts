/** When the event is, as the viewer's country writes it, in his own time zone and in the event's. Pure but for the browser's own zone. */

const LONG = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const;

/** `Tuesday 12 May at 11:30`. @param region BCP 47. @param timeZone IANA name; undefined: the viewer's. */
export function whenText(atMs: number, region: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(region, { ...LONG, ...(timeZone === undefined ? {} : { timeZone }) }).format(atMs);
}

/** The hour in the event's zone, and the day where it is another one; undefined: both clocks show the same. */
export function venueText(atMs: number, region: string, timeZone: string, viewerZone?: string): string | undefined {
  const own = viewerZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (whenText(atMs, region, own) === whenText(atMs, region, timeZone)) return undefined;
  const dayIn = (zone: string): string => new Intl.DateTimeFormat('en', { dateStyle: 'short', timeZone: zone }).format(atMs);
  if (dayIn(own) !== dayIn(timeZone)) return whenText(atMs, region, timeZone);
  return new Intl.DateTimeFormat(region, { hour: '2-digit', minute: '2-digit', timeZone }).format(atMs);
}

/** `Europe/Berlin` as people say it: `Berlin`. */
export function zoneName(timeZone: string): string {
  return timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

/** `3 minutes`, in the language's own plural. @param unit as Intl.NumberFormat names it. */
export function spanText(value: number, unit: string, language: string): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** `minutes` alone, as it stands beside this number. */
export function unitName(value: number, unit: string, language: string): string {
  const parts = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).formatToParts(value);
  return parts.find(({ type }) => type === 'unit')?.value ?? unit;
}
