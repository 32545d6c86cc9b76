import { spawn } from 'node:child_process';
import path from 'node:path';
import type { RenditionId } from '../../core/contracts/ids.ts';
import { SOURCE } from '../../core/ladder/ladder.ts';
import { SlateFailed } from '../errors.ts';
import { FlvReader } from '../../core/flv/flv-reader.ts';
import { FlvSource } from '../flv/flv-source.ts';

/** One encode of the slate: frames of a loop. */
export interface SlateClip {
  readonly record: Uint8Array;
  /** The first one is a keyframe; each lasts 1 / {@link SLATE_FRAME_RATE}. */
  readonly frames: readonly { readonly key: boolean; readonly data: Uint8Array }[];
  readonly videoBps: number;
}

/** The slate in every size that a rendition may have. */
export type Slate = ReadonlyMap<RenditionId, SlateClip>;

export const SLATE_FRAME_RATE = 30;
const LOOP_SECONDS = 2;
const ENCODE_LIMIT_MS = 30_000;
const SLATE_BPS = 300_000;

const SIZES: readonly { readonly id: RenditionId; readonly width: number; readonly height: number }[] = [
  { id: SOURCE, width: 1280, height: 720 },
  { id: '720p' as RenditionId, width: 1280, height: 720 },
  { id: '480p' as RenditionId, width: 854, height: 480 },
  { id: '360p' as RenditionId, width: 640, height: 360 },
];

/** The picture of the house, 1920 x 1080. */
export const DEFAULT_SLATE_IMAGE = path.join(import.meta.dirname, 'slate.png');

/**
 * Encodes the slate once, before anybody needs it: a loop of two seconds for each size.
 * @throws SlateFailed when ffmpeg cannot read the picture.
 */
export async function encodeSlate(ffmpegPath: string, imagePath: string, signal: AbortSignal): Promise<Slate> {
  const different = SIZES.filter(({ width }, index) => SIZES.findIndex((other) => other.width === width) === index);
  const encoded = await Promise.all(
    different.map(async (size) => [size.width, await encodeClip(ffmpegPath, imagePath, size, signal)] as const),
  );
  return new Map(SIZES.flatMap(({ id, width }) => encoded.flatMap(([of, clip]) => (of === width ? [[id, clip] as const] : []))));
}

/** A slate that is being encoded while other things are begun. */
export interface SlateInWork {
  /** Rejects as {@link encodeSlate} does. */
  readonly clips: Promise<Slate>;
  /** Stops the encoding, if it still runs. */
  close(): void;
}

/** Begins to encode the slate and does not wait for it: parameters as of {@link encodeSlate}. */
export function beginSlate(ffmpegPath: string, imagePath: string): SlateInWork {
  const aborter = new AbortController();
  const clips = encodeSlate(ffmpegPath, imagePath, aborter.signal);
  // whoever waits for it hears of a failure; when something else failed before, nobody does
  clips.catch(() => undefined);
  return { clips, close: () => aborter.abort() };
}

async function encodeClip(
  ffmpegPath: string,
  imagePath: string,
  size: { readonly width: number; readonly height: number },
  signal: AbortSignal,
): Promise<SlateClip> {
  const { width, height } = size;
  const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease,pad=${width}:${height}:-1:-1,setsar=1,format=yuv420p`;
  // read and scaled once, then repeated: the same frames as from -loop 1, which reads the picture again for each of them
  const args = [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-framerate', String(SLATE_FRAME_RATE), '-i', imagePath],
    ...[
      '-vf',
      `${fit},loop=loop=-1:size=1`,
      '-frames:v',
      String(SLATE_FRAME_RATE * LOOP_SECONDS),
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
    ],
    ...['-tune', 'zerolatency', '-g', '600', '-crf', '23', '-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1'],
  ];
  const child = spawn(ffmpegPath, args, { stdio: ['ignore', 'pipe', 'pipe'], signal, timeout: ENCODE_LIMIT_MS, killSignal: 'SIGKILL' });
  const reader = new FlvReader();
  const source = new FlvSource();
  const frames: { key: boolean; data: Uint8Array }[] = [];
  let record: Uint8Array | undefined;
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-400);
  });
  child.stdout.on('data', (chunk: Buffer) => {
    for (const tag of reader.push(chunk)) {
      for (const event of source.read(tag)) {
        if (event.kind === 'picture') record = event.record;
        if (event.kind === 'video') frames.push({ key: event.key, data: event.data });
      }
    }
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(new SlateFailed({ reason: error.message }, error)));
    child.once('close', () => resolve());
  });
  if (record === undefined || frames[0]?.key !== true) throw new SlateFailed({ reason: complaints.trim() || 'ffmpeg gave no picture' });
  return { record, frames, videoBps: SLATE_BPS };
}
