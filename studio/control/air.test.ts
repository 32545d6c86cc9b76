import { describe, expect, it } from 'vitest';
import { airOf, isOn, nextStep, timerText } from './air.ts';

describe('where a show stands', () => {
  it.each([
    { event: 'draft', stream: 'live', air: 'draft', because: 'nobody is invited yet' },
    { event: 'scheduled', stream: 'live', air: 'before', because: 'it rehearses' },
    { event: 'live', stream: 'live', air: 'on-air', because: 'a picture goes out' },
    { event: 'live', stream: undefined, air: 'on-air', because: 'nothing else is known yet' },
    { event: 'live', stream: 'slate', air: 'slate', because: 'the presenter is away' },
    { event: 'live', stream: 'waiting', air: 'no-picture', because: 'no encoder has come' },
    { event: 'live', stream: 'ended', air: 'no-picture', because: 'the recording is closed and the event is not' },
    { event: 'ended', stream: 'live', air: 'over', because: 'viewers see the end, whatever the encoder sends' },
  ] as const)('$event, $stream: $air, $because', ({ event, stream, air }) => {
    expect(airOf(event, stream)).toBe(air);
    expect(isOn(air)).toBe(event === 'live');
  });

  it('has one next step, or none', () => {
    expect((['draft', 'scheduled', 'live', 'ended', 'published'] as const).map(nextStep)).toEqual([
      ...['schedule', 'go-live', 'end', 'again', undefined],
    ]);
  });

  it('counts in the digits of the language, and not below zero', () => {
    expect(timerText(0, 2_467_000, 'en')).toBe('00:41:07');
    expect(timerText(0, 360_000_000, 'de')).toBe('100:00:00');
    expect(timerText(5_000, 0, 'en')).toBe('00:00:00');
    expect(timerText(0, 61_000, 'fa')).toBe('۰۰:۰۱:۰۱');
  });
});
