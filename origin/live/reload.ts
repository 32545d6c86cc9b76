/** Blocking playlist reload as a decision (rfc8216bis 6.2.5.2); the caller does the waiting and the HTTP. Pure. */

/** The newest end of a media playlist. */
export interface LiveEdge {
  /** Of the newest segment that is listed, open or closed; undefined before the first part. */
  readonly lastMsn: number | undefined;
  /** How many parts of it there are. */
  readonly lastParts: number;
  /** All parts of it are there. */
  readonly isLastClosed: boolean;
  readonly isEnded: boolean;
}

export type ReloadDecision = 'answer' | 'hold' | 'refuse';

/** How far ahead of the edge a part may be asked for: three seconds of parts (6.2.5.2, Advance Part Limit). */
export function advancePartLimit(partTargetSeconds: number): number {
  return partTargetSeconds < 1 ? Math.ceil(3 / partTargetSeconds) : 3;
}

/** What to do with a request for `msn` and `part`; both as the query has them. */
export function decideReload(edge: LiveEdge, msn: number | undefined, part: number | undefined, partLimit: number): ReloadDecision {
  if (msn === undefined) return part === undefined ? 'answer' : 'refuse';
  if (edge.isEnded) return 'answer';
  if (edge.lastMsn === undefined) return 'hold';
  const lastWhole = edge.isLastClosed ? edge.lastMsn : edge.lastMsn - 1;
  if (msn > lastWhole + 2) return 'refuse';
  if (msn < edge.lastMsn) return 'answer';
  if (msn > edge.lastMsn) return part !== undefined && part >= partLimit ? 'refuse' : 'hold';
  if (part === undefined) return edge.isLastClosed ? 'answer' : 'hold';
  if (part < edge.lastParts) return 'answer';
  // past a finished segment's last part it means part 0 of the next one
  if (edge.isLastClosed) return 'hold';
  return part - edge.lastParts >= partLimit ? 'refuse' : 'hold';
}
