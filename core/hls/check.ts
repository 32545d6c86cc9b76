/** What a validator is made of: one check for each rule, each with its name and where the rule stands. Pure. */

/** One rule. `find` tells every breach of it in words. */
export interface Check<Subject> {
  readonly name: string;
  /** A rule of the house (1-17), a section of draft-pantos-hls-rfc8216bis, or both. */
  readonly cites: string;
  readonly find: (subject: Subject) => Iterable<string>;
}

/** One breach of one rule. */
export interface Finding {
  readonly check: string;
  readonly cites: string;
  /** Which playlist or object. */
  readonly where: string;
  readonly what: string;
}

export function runChecks<Subject>(checks: readonly Check<Subject>[], subject: Subject, where: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { name, cites, find } of checks) for (const what of find(subject)) findings.push({ check: name, cites, where, what });
  return findings;
}

/** Seconds for people. */
export const inSeconds = (ticks: number): string => `${(ticks / 90_000).toFixed(3)} s`;
