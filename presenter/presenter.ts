import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { StagePainter } from './stage-painter.ts';
import { TIMECODE_LAYOUT } from './timecode.ts';
import { pause } from '../core/runtime/pause.ts';

const run = promisify(execFile);
const STAGE_IMAGE = path.join(import.meta.dirname, 'stage.png');
const FRAME_RATE = 30;
/** An encoder that lost its connection tries again after this. */
const RETRY_MS = 1_000;
/** An encoder that was asked to end has this long to say goodbye. */
const STOP_WITHIN_MS = 1_000;
/** What is painted. */
const PAINTED = TIMECODE_LAYOUT;

export interface PresenterOptions {
  readonly ffmpegPath: string;
  /** `rtmp://host:port/live/<key>`. */
  readonly url: string;
  readonly videoBps: number;
  readonly gopFrames: number;
  /** Lines of the picture that is sent; it is painted at 720 and scaled. */
  readonly height: number;
  /** A tone that never stops, so that holes can be heard; else a beep a second. */
  readonly hasSteadyTone: boolean;
  readonly signal: AbortSignal;
  /** What ffmpeg said when it ended; never holds the key. */
  readonly onEnded: (sentence: string) => void;
}

/** Publishes the painted stage until `signal` aborts; comes back by itself when the connection is lost. */
export async function present(options: PresenterOptions): Promise<void> {
  const { stdout } = await run(
    options.ffmpegPath,
    ['-hide_banner', '-loglevel', 'error', '-i', STAGE_IMAGE, '-pix_fmt', 'yuv420p', '-f', 'rawvideo', 'pipe:1'],
    { encoding: 'buffer', maxBuffer: 8 * 1024 * 1024, timeout: 20_000 },
  );
  const painter = new StagePainter(stdout);
  while (!options.signal.aborted) {
    await publishOnce(options, painter);
    if (!options.signal.aborted) await pause(RETRY_MS, options.signal);
  }
}

/** What a presenter's encoder is asked to do: H.264 without look-ahead, a keyframe every so many frames, AAC. */
export function encoderArgs(options: Pick<PresenterOptions, 'url' | 'videoBps' | 'gopFrames' | 'height' | 'hasSteadyTone'>): string[] {
  const bps = String(options.videoBps);
  const beep = options.hasSteadyTone ? '' : '*lt(mod(t\\,1)\\,0.08)';
  return [
    ...[
      '-hide_banner',
      '-nostdin',
      '-loglevel',
      'error',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'yuv420p',
      '-s',
      `${PAINTED.width}x${PAINTED.height}`,
      '-r',
      String(FRAME_RATE),
      '-i',
      'pipe:3',
    ],
    ...['-f', 'lavfi', '-i', `aevalsrc=0.05*sin(2*PI*523*t)${beep}:s=48000:c=stereo`],
    ...[
      '-map',
      '0:v',
      '-map',
      '1:a',
      '-shortest',
      ...(options.height === PAINTED.height ? [] : ['-vf', `scale=-2:${options.height}:flags=area`]),
      '-c:v',
      'libx264',
      '-preset',
      'superfast',
      '-tune',
      'zerolatency',
      '-g',
      String(options.gopFrames),
    ],
    ...['-keyint_min', String(options.gopFrames), '-sc_threshold', '0', '-b:v', bps, '-maxrate', bps, '-bufsize', bps],
    ...['-c:a', 'aac', '-b:a', '128k', '-flush_packets', '1', '-flvflags', 'no_duration_filesize', '-f', 'flv', options.url],
  ];
}

async function publishOnce(options: PresenterOptions, painter: StagePainter): Promise<void> {
  const child = spawn(options.ffmpegPath, encoderArgs(options), { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const pipe = child.stdio[3];
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-400);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  let force: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGTERM');
    force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  };
  options.signal.addEventListener('abort', stop, { once: true });
  if (pipe !== null && pipe !== undefined && 'write' in pipe) {
    pipe.on('error', () => undefined);
    const startMs = performance.now();
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    for (let frame = 0; !isOver && !options.signal.aborted; frame++) {
      const waitMs = startMs + (frame * 1000) / FRAME_RATE - performance.now();
      if (waitMs > 1) await pause(waitMs, options.signal);
      const painted = painter.paint(Date.now());
      await new Promise<void>((resolve) => {
        pipe.write(painted, () => resolve());
        void ended.then(() => resolve());
      });
    }
    pipe.end();
  }
  await ended;
  clearTimeout(force);
  options.signal.removeEventListener('abort', stop);
  if (!options.signal.aborted) options.onEnded(complaint.replaceAll(options.url, 'the address').trim() || 'the encoder ended');
}
