/** Which of a list the keys act on. Pure. */

/** One on, or one back; at the ends it stays. From nothing: the first, or the last. */
export function moved<Id>(ids: readonly Id[], current: Id | undefined, step: 1 | -1): Id | undefined {
  const at = current === undefined ? -1 : ids.indexOf(current);
  if (at < 0) return step === 1 ? ids[0] : ids.at(-1);
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))];
}

/** Where the keys are after the list has changed: on the same; when it has gone, on what took its place. */
export function kept<Id>(before: readonly Id[], after: readonly Id[], current: Id | undefined): Id | undefined {
  if (current === undefined || after.includes(current)) return current;
  const left = new Set(after);
  const at = before.indexOf(current);
  return before.slice(at + 1).find((id) => left.has(id)) ?? before.slice(0, Math.max(0, at)).findLast((id) => left.has(id));
}
