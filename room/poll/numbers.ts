/** What the stored ballots of a poll amount to. */
import type { PollKind, PollNumbers } from '../../core/contracts/room/entries.ts';
import type { Choice } from '../../core/contracts/room/frames.ts';

/** How many places the counts of a poll have: an option, or a value (rating 1-5 is 0-4, nps is 0-10); of texts none. */
export function placesOf(kind: PollKind, options: number): number {
  const places = { single: options, multiple: options, text: 0, rating: 5, nps: 11 } as const;
  return places[kind];
}

/** In which places a ballot is counted. */
export function countedAt(kind: PollKind, choice: Choice): readonly number[] {
  if ('options' in choice) return choice.options;
  return 'value' in choice ? [kind === 'rating' ? choice.value - 1 : choice.value] : [];
}

/** The count over all ballots, one a person. */
export function countBallots(
  poll: { readonly kind: PollKind; readonly options: readonly string[] },
  ballots: Iterable<Choice>,
): PollNumbers {
  const counts = Array.from({ length: placesOf(poll.kind, poll.options.length) }, () => 0);
  let voters = 0;
  for (const choice of ballots) {
    voters++;
    for (const place of countedAt(poll.kind, choice)) counts[place] = (counts[place] ?? 0) + 1;
  }
  return { voters, counts };
}

/** Net promoter score, -100 to 100, whole: promoters (9, 10) less detractors (0-6), of a hundred. null: nobody has voted. */
export function netPromoterScore({ voters, counts }: PollNumbers): number | null {
  if (voters === 0) return null;
  const sum = (from: number, to: number) => counts.slice(from, to + 1).reduce((total, count) => total + count, 0);
  return Math.round(((sum(9, 10) - sum(0, 6)) * 100) / voters);
}

/** The mean of a rating, 1-5. null: nobody has voted. */
export function meanRating({ voters, counts }: PollNumbers): number | null {
  return voters === 0 ? null : counts.reduce((total, count, place) => total + count * (place + 1), 0) / voters;
}

/** A ballot of a test, 0-1: the right ones less the wrong ones, of all right ones. */
export function scoreOf(correct: readonly number[], choice: Choice): number {
  if (!('options' in choice) || correct.length === 0) return 0;
  const right = choice.options.filter((index) => correct.includes(index)).length;
  return Math.max(0, (2 * right - choice.options.length) / correct.length);
}
