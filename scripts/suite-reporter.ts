import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

const REPORT = '.cache/suite.json';
/** What went wrong outside of every file. */
const OUTSIDE = '';

/** What one file of tests came to. */
interface FileSummary {
  passed: number;
  failed: number;
  /** One line each: what failed, where and why; at the second try also what needed it. */
  readonly lines: string[];
}

/** What one project of the tests came to by file, in a form that still says something when only the last lines of a log are left. */
type SuiteSummary = Record<string, FileSummary>;

const firstLine = (text: string | undefined): string => (text ?? 'no message').split('\n', 1)[0] ?? '';
const here = (file: string): string => relative(process.cwd(), file);

/** The line of the test at which it went wrong, or else the innermost that is known: `file:line`. */
function placeOf(test: TestCase): string {
  const frames = test.result().errors?.[0]?.stacks ?? [];
  const frame = frames.find(({ file }) => file === test.module.moduleId) ?? frames[0];
  return frame === undefined ? here(test.module.moduleId) : `${here(frame.file)}:${frame.line}`;
}

function summaryOf(module: TestModule): FileSummary {
  const summary: FileSummary = { passed: 0, failed: 0, lines: [] };
  const fail = (where: string, error: SerializedError | undefined): void => {
    summary.failed += 1;
    summary.lines.push(`FAILED ${where}: ${firstLine(error?.message)}`);
  };
  // a file that could not be loaded, or an error outside of every test, counts as one failure
  for (const error of module.errors()) fail(here(module.moduleId), error);
  for (const suite of module.children.allSuites()) {
    for (const error of suite.errors()) fail(`${here(module.moduleId)} > ${suite.fullName}`, error);
  }
  for (const test of module.children.allTests()) {
    const { state, errors } = test.result();
    if (state === 'passed') summary.passed += 1;
    if (state === 'failed') fail(`${placeOf(test)} > ${test.fullName}`, errors[0]);
  }
  return summary;
}

/**
 * Writes `.cache/suite.json` when a run ends; `scripts/test.sh` adds the suites up and prints what failed last. A file that is in the
 * report already was tried before: what failed then needed a second try.
 */
export default class SuiteReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], outside: readonly SerializedError[]): void {
    const before = existsSync(REPORT) ? (JSON.parse(readFileSync(REPORT, 'utf8')) as SuiteSummary) : {};
    const now: SuiteSummary = {};
    for (const module of modules) {
      const file = here(module.moduleId);
      const summary = summaryOf(module);
      const needed = (before[file]?.lines ?? []).map((line) => line.replace(/^FAILED/, 'SECOND TRY'));
      now[file] = { ...summary, lines: [...needed, ...summary.lines] };
    }
    if (outside.length > 0) {
      const lines = outside.map((error) => `FAILED outside of every test: ${firstLine(error.message)}`);
      now[OUTSIDE] = { passed: 0, failed: lines.length, lines };
    }
    mkdirSync('.cache', { recursive: true });
    writeFileSync(REPORT, JSON.stringify({ ...before, ...now }));
  }
}
