import { fork, spawn } from 'node:child_process';
import { findFfmpeg } from '../../transcoder/ffmpeg/find-ffmpeg.ts';

/** Something that publishes; ended by its own process id. */
export interface Publisher {
  readonly pid: number;
  /** What it said on standard error. */
  said(): string;
  /** Resolves with its exit code when it has ended. */
  readonly ended: Promise<number | null>;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const { path: ffmpegPath } = await findFfmpeg(process.env['FFMPEG_PATH']);
export { ffmpegPath };

interface StageOptions {
  readonly gopFrames?: number;
  readonly videoBps?: number;
  readonly tone?: boolean;
  /** Lines of the picture. */
  readonly height?: number;
}

/** As a presenter sends it. */
export const FULL_STAGE: StageOptions = { height: 720, videoBps: 2_500_000 };

/**
 * The painted stage with its time code at 30 frames a second; comes back by itself when it loses its connection. Of 480 lines, so that
 * two tests beside each other do not want more of a small machine than it has; {@link FULL_STAGE} where figures are taken.
 */
export function publishStage(url: string, options: StageOptions = {}): Publisher {
  const child = fork(new URL('../../presenter/main.ts', import.meta.url), {
    env: {
      ...process.env,
      PRESENTER_URL: url,
      PRESENTER_FFMPEG: ffmpegPath,
      PRESENTER_GOP: String(options.gopFrames ?? 60),
      PRESENTER_BPS: String(options.videoBps ?? 1_200_000),
      PRESENTER_HEIGHT: String(options.height ?? 480),
      PRESENTER_TONE: options.tone === true ? '1' : '0',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return watch(child);
}

/** ffmpeg with arguments of one's own; `args` are everything before the output address. */
export function publishWith(url: string, args: readonly string[]): Publisher {
  return watch(
    spawn(ffmpegPath, ['-hide_banner', '-nostdin', '-loglevel', 'error', ...args, '-f', 'flv', url], {
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
  );
}

function watch(child: ReturnType<typeof spawn>): Publisher {
  let said = '';
  child.stdout?.resume();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  return {
    pid: child.pid ?? 0,
    said: () => said,
    ended,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}

/** Input arguments: a moving test picture in real time, with sound. */
export function testPicture(options: { size?: string; rate?: number; seconds?: number; sound?: boolean } = {}): string[] {
  const { size = '640x360', rate = 30, seconds = 600, sound = true } = options;
  const picture = ['-re', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}`];
  return [...picture, ...(sound ? ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'] : []), '-t', String(seconds)];
}

/** Output arguments: H.264 without look-ahead, and AAC. */
export function plainCodecs(options: { gopFrames?: number; sound?: boolean } = {}): string[] {
  const { gopFrames = 60, sound = true } = options;
  return [
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', String(gopFrames), '-keyint_min', String(gopFrames)],
    ...['-sc_threshold', '0', '-b:v', '800k', '-pix_fmt', 'yuv420p', ...(sound ? ['-c:a', 'aac', '-b:a', '96k', '-ac', '2'] : ['-an'])],
  ];
}
