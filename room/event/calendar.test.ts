import { describe, expect, it } from 'vitest';
import { calendarText, escapeText, fold } from './calendar.ts';

const EVENT = {
  uid: '0190163d-8694-739b-aea5-966c26f8ad92@webcast.example',
  title: 'Keynote; the “next” ten years, part 1\\2',
  description:
    'First line\nسطر دوم with a very long sentence that goes on and on, so that it has to be folded somewhere in the middle 🎥🎥🎥',
  url: 'https://webcast.example/watch/keynote',
  startsAtMs: Date.UTC(2026, 4, 12, 9, 30),
  endsAtMs: Date.UTC(2026, 4, 12, 11),
};
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const unfolded = (text: string): string[] => text.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar file (RFC 5545)', () => {
  const text = calendarText(EVENT, NOW);

  it('§3.1: lines end with CRLF, have at most 75 octets, and no character is cut in two', () => {
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
    expect(text).not.toContain('\ufffd');
    expect(Buffer.from(text).toString('utf8')).toBe(text);
  });

  it('unfolded it is the event, with times in UTC', () => {
    expect(unfolded(text)).toEqual([
      ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Plenary//Plenary//EN', 'BEGIN:VEVENT', `UID:${EVENT.uid}`],
      ...['DTSTAMP:20260102T030405Z', 'DTSTART:20260512T093000Z', 'DTEND:20260512T110000Z'],
      'SUMMARY:Keynote\\; the “next” ten years\\, part 1\\\\2',
      `DESCRIPTION:${EVENT.description.replace('\n', '\\n').replaceAll(',', '\\,')}\\n\\nhttps://webcast.example/watch/keynote`,
      'URL:https://webcast.example/watch/keynote',
      ...['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:Keynote\\; the “next” ten years\\, part 1\\\\2', 'TRIGGER:-PT10M', 'END:VALARM'],
      ...['END:VEVENT', 'END:VCALENDAR', ''],
    ]);
  });

  it('without an end an hour is set aside', () => {
    expect(calendarText({ ...EVENT, endsAtMs: null }, NOW)).toContain('\r\nDURATION:PT1H\r\n');
  });

  it.each([
    { raw: 'a;b,c\\d', written: 'a\\;b\\,c\\\\d', because: '§3.3.11: these three are escaped' },
    { raw: 'one\r\ntwo\rthree\nfour', written: 'one\\ntwo\\nthree\\nfour', because: '§3.3.11: every break is an escaped n' },
    { raw: 'x\u0007\u0000\ty', written: 'x   y', because: '§3.1: controls are not text' },
    { raw: 'BEGIN:VALARM\r\nEND:VEVENT', written: 'BEGIN:VALARM\\nEND:VEVENT', because: 'a title cannot open or close a component' },
    { raw: 'a: "b"', written: 'a: "b"', because: '§3.3.11: colon and quote stay as they are' },
  ])('$raw is written $written: $because', ({ raw, written }) => expect(escapeText(raw)).toBe(written));

  it.each([
    { octets: 75, lines: 1 },
    { octets: 76, lines: 2 },
    { octets: 149, lines: 2 },
    { octets: 150, lines: 3 },
  ])('a line of $octets octets is written in $lines', ({ octets, lines }) => {
    expect(fold('x'.repeat(octets)).split('\r\n ')).toHaveLength(lines);
  });
});
