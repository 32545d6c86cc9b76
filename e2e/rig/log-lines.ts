import { waitUntil } from '../../core/runtime/test-support.ts';

/** One line of the log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string; readonly level: number };

/** Those of a process's lines that are log lines. */
export function readLog(lines: readonly string[]): readonly LogLine[] {
  return lines.flatMap((line) => {
    if (!line.startsWith('{')) return [];
    try {
      return [JSON.parse(line) as LogLine];
    } catch {
      // a line that was cut
      return [];
    }
  });
}

/** Waits for a log line that has all of these fields. */
export async function untilLogged(
  lines: () => readonly string[],
  fields: Readonly<Record<string, unknown>>,
  within = 10_000,
): Promise<LogLine> {
  return waitUntil(() => readLog(lines()).find((line) => Object.entries(fields).every(([name, value]) => line[name] === value)), {
    within,
    every: 50,
    what: `a log line with ${JSON.stringify(fields)}`,
  });
}
