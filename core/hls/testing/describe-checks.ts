/** For tests of checks: every check of a table is shown a subject that breaks it, and one that breaks none. */
import { expect, it } from 'vitest';
import type { Check } from '../check.ts';
import { runChecks } from '../check.ts';

/** A subject that breaks the check of this name; `says` is a piece of what is found. */
export interface Breaker<Subject> {
  readonly check: string;
  readonly subject: Subject;
  readonly says: string;
}

/** @param sound subjects in which nothing must be found. */
export function describeChecks<Subject>(
  checks: readonly Check<Subject>[],
  sound: Readonly<Record<string, Subject>>,
  breakers: readonly Breaker<Subject>[],
): void {
  for (const [name, subject] of Object.entries(sound)) {
    it(`nothing is found in ${name}`, () => {
      expect(runChecks(checks, subject, name)).toEqual([]);
    });
  }
  for (const { check, subject, says } of breakers) {
    it(`fails: ${check} (${says})`, () => {
      const own = checks.filter((one) => one.name === check);
      expect(own).toHaveLength(1);
      expect(runChecks(own, subject, 'here').map((finding) => finding.what)).toEqual(
        expect.arrayContaining([expect.stringContaining(says) as string]),
      );
    });
  }
  it('every check has a test that makes it fail, a name of its own and says where it stands', () => {
    const broken = new Set(breakers.map((breaker) => breaker.check));
    expect(checks.map((check) => check.name).filter((name) => !broken.has(name))).toEqual([]);
    expect(new Set(checks.map((check) => check.name)).size).toBe(checks.length);
    for (const { cites } of checks) expect(cites).toMatch(/rule \d|^\d|B\.1|cache table/);
  });
}
