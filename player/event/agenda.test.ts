import { describe, expect, it } from 'vitest';
import { agendaAt } from './agenda.ts';

const at = (time: string): string => `2026-05-12T${time}:00Z`;
const AGENDA = [
  { startsAt: at('10:30'), title: 'Break' },
  { startsAt: at('09:00'), title: 'Welcome' },
  { startsAt: at('09:15'), title: 'Keynote', speaker: 'Ada' },
];

describe('the agenda', () => {
  it.each([
    { now: '08:59', phases: 'next next next', because: 'nothing has begun' },
    { now: '09:00', phases: 'now next next', because: 'an item runs from its first moment' },
    { now: '10:29', phases: 'over now next', because: 'an item runs until the next' },
    { now: '10:59', phases: 'over over now', because: 'the last runs until the end' },
    { now: '11:00', phases: 'over over over', because: 'the event is over' },
  ])('at $now: $phases, because $because', ({ now, phases }) => {
    const shown = agendaAt(AGENDA, Date.parse(at('11:00')), Date.parse(at(now)));
    expect(shown.map(({ title }) => title)).toEqual(['Welcome', 'Keynote', 'Break']);
    expect(shown.map(({ phase }) => phase).join(' ')).toBe(phases);
  });
});
