import { expect, it } from 'vitest';
import { groupsOf } from './groups.ts';

const event = (id: string, state: 'draft' | 'scheduled' | 'live' | 'ended' | 'published', startsAt: string | null = null) => ({
  id,
  state,
  startsAt,
  endsAt: null,
});

it('what is on the air comes first, then what is next, what has no time, what was missed, and what is over', () => {
  const groups = groupsOf(
    [
      event('new', 'draft'),
      event('later', 'draft', '2026-05-02T08:00:00.000Z'),
      event('old', 'published', '2025-01-01T08:00:00.000Z'),
      event('next', 'scheduled', '2026-05-01T08:00:00.000Z'),
      event('forgotten', 'draft', '2026-04-01T08:00:00.000Z'),
      event('late', 'scheduled', '2026-04-30T08:00:00.000Z'),
      event('missed', 'scheduled', '2026-04-29T08:00:00.000Z'),
      event('now', 'live', '2026-04-01T08:00:00.000Z'),
      event('just', 'ended', '2026-03-31T08:00:00.000Z'),
      event('older draft', 'draft'),
    ],
    Date.parse('2026-04-30T12:00:00.000Z'),
  );
  expect(groups.map(([group, those]) => [group, those.map(({ id }) => id)])).toEqual([
    ['live', ['now']],
    ['coming', ['late', 'next', 'later']],
    ['undated', ['new', 'older draft']],
    ['missed', ['missed', 'forgotten']],
    ['over', ['just', 'old']],
  ]);
  expect(groupsOf([], 0)).toEqual([]);
});
