import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FlvTag } from '../../core/flv/flv-reader.ts';
import { FlvReader } from '../../core/flv/flv-reader.ts';
import { ffmpegPath } from './publisher.ts';

/** What an encoder is told; everything else is as a well-set OBS would do it. */
export interface ClapperOptions {
  readonly size?: string;
  readonly rate?: number;
  readonly gopFrames?: number;
  readonly seconds?: number;
  /** Put between the picture and the encoder. */
  readonly filter?: string;
}

/** Input and codec arguments: a test picture that is white for the first 100 ms of every second, and a beep for as long. */
export function clapper(options: ClapperOptions = {}): string[] {
  const { size = '320x180', rate = 30, gopFrames = rate, seconds = 600, filter } = options;
  const white = "drawbox=x=0:y=0:w=iw:h=ih:c=white:t=fill:enable='lt(mod(t,1),0.1)'";
  const picture = `testsrc2=size=${size}:rate=${rate},${white}${filter === undefined ? '' : `,${filter}`}`;
  return [
    ...['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.1)':s=48000"],
    ...['-t', String(seconds), '-fps_mode', 'passthrough'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', String(gopFrames), '-keyint_min', String(gopFrames)],
    ...['-sc_threshold', '0', '-b:v', '400k', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '96k', '-ac', '2'],
  ];
}

/** The clapper as the FLV tags that an encoder sends, configuration included, in order. */
export async function clapperTags(options: ClapperOptions & { readonly seconds: number }): Promise<readonly FlvTag[]> {
  const args = ['-hide_banner', '-nostdin', '-loglevel', 'error', ...clapper(options), '-f', 'flv', 'pipe:1'];
  const { stdout } = await promisify(execFile)(ffmpegPath, args, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024, timeout: 60_000 });
  return [...new FlvReader().push(stdout)];
}
