import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** What is measured, in words; the goal; the figure. */
export interface Row {
  readonly what: string;
  readonly goal: string;
  readonly figure: string;
  readonly met: boolean | null;
}

/** Prints a table for docs/measurements.md, with command, machine and commit. Sets the exit code when a goal is missed. */
export function report(title: string, command: string, rows: readonly Row[]): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', timeout: 5_000 }).trim();
  const processors = cpus();
  const machine = `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const lines = [
    `### ${title}`,
    '',
    `\`${command}\`, ${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${machine}`,
    '',
    '| what | goal | measured |',
    '| --- | --- | --- |',
    ...rows.map(({ what, goal, figure, met }) => `| ${what} | ${goal} | ${met === false ? `**missed:** ${figure}` : figure} |`),
    '',
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (rows.some(({ met }) => met === false)) process.exitCode = 1;
}

/** The value below which a share of the samples lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** `0.57 s` */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
/** `57 ms` */
export const millis = (ms: number): string => `${Math.round(ms)} ms`;

/** Waits; benches measure for a time. */
export function pass(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** `--quick`: a minute, to see whether it works at all; not for docs/measurements.md. */
export const isQuick = process.argv.includes('--quick');

/** A number from the command line: `--minutes 5`. `whenQuick`: what it is with `--quick`. */
export function option(name: string, otherwise: number, whenQuick = otherwise): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? (isQuick ? whenQuick : otherwise) : Number(process.argv[at + 1]);
  if (!Number.isFinite(value)) throw new Error(`--${name} needs a number`);
  return value;
}
