/** What a validator has found, each breach once with how often it was seen. Pure. */
import type { Check, Finding } from './check.ts';
import { runChecks } from './check.ts';

export interface CountedFinding extends Finding {
  readonly times: number;
}

export class Findings {
  readonly #found = new Map<string, { readonly finding: Finding; times: number }>();
  /** Checks that were made. */
  checks = 0;

  run<Subject>(checks: readonly Check<Subject>[], subject: Subject, where: string): void {
    this.checks += checks.length;
    for (const finding of runChecks(checks, subject, where)) this.add(finding);
  }

  add(finding: Finding): void {
    const key = `${finding.check}|${finding.where}|${finding.what}`;
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { finding, times: 1 });
    else known.times++;
  }

  all(): readonly CountedFinding[] {
    return [...this.#found.values()].map(({ finding, times }) => ({ ...finding, times }));
  }
}
