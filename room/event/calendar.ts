/** An event as a calendar takes it in: one VEVENT of iCalendar (RFC 5545). Pure. */

/** What goes into the calendar. Times in Unix ms. */
export interface CalendarEvent {
  /** Globally unique (RFC 5545 §3.8.4.7): the same event taken in again takes the place of the first. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** Where it is watched. */
  readonly url: string;
  readonly startsAtMs: number;
  /** null: an hour is set aside. */
  readonly endsAtMs: number | null;
}

/** Octets of a line without its break (RFC 5545 §3.1). */
const MAX_OCTETS = 75;
const encoder = new TextEncoder();

/** @param nowMs when this was written (DTSTAMP). @returns `text/calendar`, UTF-8. */
export function calendarText({ uid, title, description, url, startsAtMs, endsAtMs }: CalendarEvent, nowMs: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Plenary//Plenary//EN',
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${utc(nowMs)}`,
    `DTSTART:${utc(startsAtMs)}`,
    endsAtMs === null ? 'DURATION:PT1H' : `DTEND:${utc(endsAtMs)}`,
    `SUMMARY:${escapeText(title)}`,
    // many calendars show the description and not the URL
    `DESCRIPTION:${escapeText(description === '' ? url : `${description}\n\n${url}`)}`,
    `URL:${url}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escapeText(title)}`,
    'TRIGGER:-PT10M',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

/** TEXT (RFC 5545 §3.3.11): backslash, semicolon and comma are escaped, a break is written as `\n`. Other controls are not allowed at all. */
export function escapeText(text: string): string {
  return text
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/[\p{Cc}]/gu, ' ');
}

/** A long line goes on in the next, after a space (RFC 5545 §3.1); no character is cut in two. */
export function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > MAX_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

/** Form 2 of DATE-TIME (RFC 5545 §3.3.5): UTC, whole seconds. */
function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
