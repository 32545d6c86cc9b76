/** What the marks of many amount to. Pure. */
import type { FeedbackSummary } from '../../core/contracts/room/feedback.ts';
import type { MarkName } from '../../core/contracts/room/marks.ts';
import { MARKS } from '../../core/contracts/room/marks.ts';

/** @param counted how often each mark was given. */
export function summaryOf(people: number, counted: Readonly<Record<MarkName, ReadonlyMap<number, number>>>): FeedbackSummary {
  const { rating, ease, recommend } = counted;
  return { people, rating: averaged('rating', rating), ease: averaged('ease', ease), recommend: netPromoters(recommend) };
}

function averaged(name: MarkName, counted: ReadonlyMap<number, number>): FeedbackSummary[MarkName] {
  const { counts, answers } = countsOf(name, counted);
  const sum = counts.reduce((total, times, index) => total + times * (MARKS[name].least + index), 0);
  return { answers, counts, score: answers === 0 ? null : Math.round((sum / answers) * 100) / 100 };
}

/** Reichheld (2003): 9 and 10 promote, 0 to 6 detract. */
function netPromoters(counted: ReadonlyMap<number, number>): FeedbackSummary[MarkName] {
  const { counts, answers } = countsOf('recommend', counted);
  const sum = (from: number, to: number): number => counts.slice(from, to + 1).reduce((total, times) => total + times, 0);
  return { answers, counts, score: answers === 0 ? null : Math.round(((sum(9, 10) - sum(0, 6)) / answers) * 100) };
}

function countsOf(name: MarkName, counted: ReadonlyMap<number, number>): { readonly counts: number[]; readonly answers: number } {
  const { least, most } = MARKS[name];
  const counts = Array.from({ length: most - least + 1 }, (_, index) => counted.get(least + index) ?? 0);
  return { counts, answers: counts.reduce((sum, times) => sum + times, 0) };
}
