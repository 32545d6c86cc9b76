/** The marks that visitors give an event; apart from the schemas, so that a page need not fetch them. */

/** What is asked, and from where to where the marks go. */
export const MARKS = {
  /** How was it? (CSAT) */
  rating: { least: 1, most: 5 },
  /** It was easy to take part. (CES) */
  ease: { least: 1, most: 5 },
  /** Would you recommend it? (NPS) */
  recommend: { least: 0, most: 10 },
} as const;
export type MarkName = keyof typeof MARKS;
export const MARK_NAMES: readonly MarkName[] = ['rating', 'ease', 'recommend'];
