import { expect, it } from 'vitest';
import { LogBudget } from './log-budget.ts';

it('says twenty in ten seconds and counts the rest, which is told when the ten seconds are over', () => {
  const budget = new LogBudget();
  const said = Array.from({ length: 50 }, (_, index) => budget.take(index)).filter(Boolean);
  expect(said).toHaveLength(20);
  expect(budget.settle(9_999)).toBe(0);
  expect(budget.settle(10_000)).toBe(30);
  expect(budget.settle(10_000)).toBe(0);
  expect(budget.take(10_000)).toBe(true);
});
