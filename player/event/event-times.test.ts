import { describe, expect, it } from 'vitest';
import { spanText, unitName, venueText, whenText, zoneName } from './event-times.ts';

const AT = Date.UTC(2026, 4, 12, 9, 30);

describe('when the event is', () => {
  it('is told in the viewer’s zone, and in the event’s where its clocks show something else', () => {
    expect(whenText(AT, 'en-GB', 'Europe/Berlin')).toMatch(/^Tuesday 12 May at 11:30$/);
    expect(venueText(AT, 'en-GB', 'Europe/Berlin', 'Europe/Paris')).toBeUndefined();
    expect(venueText(AT, 'en-GB', 'Europe/Berlin', 'Europe/London')).toBe('11:30');
    expect(venueText(AT, 'en-GB', 'Pacific/Auckland', 'America/Lima')).toBe('21:30');
    expect(venueText(Date.UTC(2026, 4, 12, 13), 'en-GB', 'Pacific/Auckland', 'America/Lima')).toContain('Wednesday 13 May at 01:00');
  });

  it('across the change to summer time each instant has its own offset', () => {
    expect(whenText(Date.UTC(2026, 2, 29, 0, 59), 'en-GB', 'Europe/Berlin')).toContain('01:59');
    expect(whenText(Date.UTC(2026, 2, 29, 1, 0), 'en-GB', 'Europe/Berlin')).toContain('03:00');
  });

  it('units stand in the plural of the language', () => {
    expect(['minute', 'hour'].map((unit) => unitName(1, unit, 'en'))).toEqual(['minute', 'hour']);
    expect([1, 3, 5].map((n) => unitName(n, 'hour', 'pl'))).toEqual(['godzina', 'godziny', 'godzin']);
    expect(spanText(5, 'minute', 'de')).toBe('5 Minuten');
    expect(spanText(5, 'minute', 'fa')).toContain('۵');
    expect(zoneName('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  });
});
