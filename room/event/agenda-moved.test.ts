import { expect, it } from 'vitest';
import { agendaMoved } from './agenda-moved.ts';

const AGENDA = [
  { startsAt: '2026-06-01T08:00:00.000Z', title: 'Opening' },
  { startsAt: '2026-06-01T08:45:00.000Z', title: 'Talk', speaker: 'Ada' },
];
const FROM_MS = Date.parse('2026-06-01T08:00:00Z');

it('an agenda goes with the event that it belongs to', () => {
  expect(agendaMoved(AGENDA, FROM_MS, Date.parse('2027-01-10T17:30:00Z')).map(({ startsAt }) => startsAt)).toEqual([
    '2027-01-10T17:30:00.000Z',
    '2027-01-10T18:15:00.000Z',
  ]);
  expect(agendaMoved(AGENDA, null, FROM_MS)).toEqual(AGENDA);
  expect(agendaMoved(AGENDA, FROM_MS, null)).toEqual(AGENDA);
});
