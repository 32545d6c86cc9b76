/**
 * Whom a message to the page around ours is for. Pages that may not show us never get so far (`frame-ancestors`); a wrong guess reaches nobody, because the
 * browser delivers to that origin alone.
 *
 * @param ancestors what `location.ancestorOrigins` says, the nearest first; not every browser has it. @param referrer the document's.
 * @returns undefined when nobody says.
 */
export function embedderOf(ancestors: ArrayLike<string> | undefined, referrer: string): string | undefined {
  const origin = ancestors === undefined ? (/^https?:\/\/[^/]+/.exec(referrer)?.[0] ?? 'null') : ancestors[0];
  return origin === 'null' ? undefined : origin;
}
