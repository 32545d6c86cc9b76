import { mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** What one project of the tests came to, in a form that still says something when only the last lines of a log are left. */
interface SuiteSummary {
  readonly passed: number;
  readonly failed: number;
  /** One line each: what failed and why, and what held at its second try only. */
  readonly lines: readonly string[];
}

const firstLine = (text: string | undefined): string => (text ?? 'no message').split('\n', 1)[0] ?? '';

function nameOf(test: TestCase): string {
  return `${relative(process.cwd(), test.module.moduleId)} > ${test.fullName}`;
}

/** A file that could not be loaded, or an error outside of every test, counts as one failure. */
function lineOfError(where: string, error: SerializedError): string {
  return `FAILED ${where}: ${firstLine(error.message)}`;
}

function summarise(modules: readonly TestModule[], outside: readonly SerializedError[]): SuiteSummary {
  const lines: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const module of modules) {
    for (const error of module.errors()) {
      failed += 1;
      lines.push(lineOfError(relative(process.cwd(), module.moduleId), error));
    }
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'failed') {
        failed += 1;
        lines.push(`FAILED ${nameOf(test)}: ${firstLine(result.errors[0]?.message)}`);
      } else if (result.state === 'passed') {
        passed += 1;
        if (test.diagnostic()?.flaky === true) {
          lines.push(`SECOND TRY ${nameOf(test)}: ${firstLine(result.errors?.[0]?.message)}`);
        }
      }
    }
    for (const suite of module.children.allSuites()) {
      for (const error of suite.errors()) {
        failed += 1;
        lines.push(lineOfError(`${relative(process.cwd(), module.moduleId)} > ${suite.fullName}`, error));
      }
    }
  }
  for (const error of outside) {
    failed += 1;
    lines.push(lineOfError('outside of every test', error));
  }
  return { passed, failed, lines };
}

/** Writes `.cache/suite.json` when a run ends; `scripts/test.sh` adds the suites up and prints what failed last. */
export default class SuiteReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], outside: readonly SerializedError[]): void {
    mkdirSync('.cache', { recursive: true });
    writeFileSync('.cache/suite.json', JSON.stringify(summarise(modules, outside)));
  }
}
