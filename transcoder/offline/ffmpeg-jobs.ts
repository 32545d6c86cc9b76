/** fluent-ffmpeg, for jobs that are not live: it has one output stream and no further pipes, which is enough here. */
import type { FfmpegCommand } from 'fluent-ffmpeg';
import ffmpeg from 'fluent-ffmpeg';
import { OfflineJobFailed } from './errors.ts';

export interface JobOptions {
  readonly ffmpegPath: string;
  readonly signal: AbortSignal;
  /** Seconds of media done. */
  readonly onProgress?: (seconds: number) => void;
}

/** A command that does not wait for anybody's turn: the live picture goes first. */
export function newJob(options: Pick<JobOptions, 'ffmpegPath'>): FfmpegCommand {
  return ffmpeg({ niceness: 10 }).setFfmpegPath(options.ffmpegPath);
}

/** Runs it to its end. @throws OfflineJobFailed with ffmpeg's last words; the signal's reason when it was given up. */
export async function runJob(command: FfmpegCommand, output: string, options: JobOptions): Promise<void> {
  options.signal.throwIfAborted();
  const giveUp = () => command.kill('SIGKILL');
  await new Promise<void>((resolve, reject) => {
    command
      .on('start', () => {
        options.signal.addEventListener('abort', giveUp, { once: true });
      })
      .on('progress', ({ timemark }: { timemark: string }) => options.onProgress?.(secondsOf(timemark)))
      .on('end', () => resolve())
      .on('error', (error: Error, _stdout: unknown, stderr: unknown) => {
        const words = typeof stderr === 'string' ? (stderr.trim().split('\n').at(-1) ?? '') : '';
        reject(
          options.signal.aborted ? options.signal.reason : new OfflineJobFailed({ reason: words || error.message.slice(0, 200) }, error),
        );
      })
      .save(output);
  }).finally(() => options.signal.removeEventListener('abort', giveUp));
}

/** `00:01:02.50` */
function secondsOf(mark: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = mark.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
