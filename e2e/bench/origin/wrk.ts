import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What wrk counted. */
export interface WrkResult {
  readonly requestsASecond: number;
  readonly megabytesASecond: number;
}

const UNITS: Readonly<Record<string, number>> = { KB: 1e-3, MB: 1, GB: 1e3 };

/** @throws Error when wrk is not installed, or an answer was not 200. */
export async function wrk(url: string, options: { readonly connections: number; readonly seconds: number }): Promise<WrkResult> {
  const { connections, seconds } = options;
  const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, url], {
    timeout: (seconds + 20) * 1_000,
  });
  if (/Non-2xx/.test(stdout)) throw new Error(`wrk was refused: ${stdout}`);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout);
  const transfer = /Transfer\/sec:\s+([\d.]+)(KB|MB|GB)/.exec(stdout);
  if (rate === null || transfer === null) throw new Error(`wrk said something else: ${stdout}`);
  return { requestsASecond: Number(rate[1]), megabytesASecond: Number(transfer[1]) * (UNITS[transfer[2] ?? ''] ?? 1) };
}
