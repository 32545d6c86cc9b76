import { createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RecordingId, StreamId } from '../../core/contracts/ids.ts';
import { asRecordingId, asRenditionId, asStreamId } from '../../core/contracts/ids.ts';
import { storeKeys } from '../../core/contracts/urls.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { pictureSizeIn } from '../packager/init-section.ts';
import { NoSuchRecording, OfflineJobFailed } from './errors.ts';
import type { JobOptions } from './ffmpeg-jobs.ts';
import { newJob, runJob } from './ffmpeg-jobs.ts';
import type { PictureSize } from './join-plan.ts';
import { joinPlan } from './join-plan.ts';

/** A recording as the store has it. */
export interface RecordingFacts {
  readonly stream: StreamId;
  readonly recording: RecordingId;
  /** ISO 8601, of its first segment. */
  readonly startedAt: string;
  readonly seconds: number;
  /** Its last playlist has been written. */
  readonly isComplete: boolean;
}

/** What an export did. */
export interface ExportFacts {
  readonly size: PictureSize;
  /** Encoder runs, one after another; one alone was copied. */
  readonly runs: number;
  /** Those whose picture had another size and was fitted in. */
  readonly scaled: readonly (PictureSize & { readonly seconds: number })[];
}

interface Piece {
  readonly init: string;
  readonly names: string[];
  seconds: number;
}

const MULTIVARIANT_KEY = /^recordings\/([^/]+)\/([^/]+)\/index\.m3u8$/;

/** Every recording that can be played, in the order of its key. */
export async function* listRecordings(store: ObjectStore): AsyncGenerator<RecordingFacts, void, void> {
  for await (const { key } of store.list('recordings/')) {
    const [, streamText = '', recordingText = ''] = MULTIVARIANT_KEY.exec(key) ?? [];
    const stream = asStreamId(streamText);
    const recording = asRecordingId(recordingText);
    if (stream === undefined || recording === undefined) continue;
    const { text } = await bestPlaylist(store, stream, recording);
    yield {
      stream,
      recording,
      startedAt: /#EXT-X-PROGRAM-DATE-TIME:(\S+)/.exec(text)?.[1] ?? '',
      seconds: secondsIn(text),
      isComplete: text.includes('#EXT-X-ENDLIST'),
    };
  }
}

/**
 * Writes a recording's best rendition as one MP4. The bytes are copied where the recording is one encoder run; where the presenter
 * was away in between, pictures of different encoders follow one another, and it is encoded anew at the size of the largest.
 * Nothing is left behind when it fails. @throws NoSuchRecording, OfflineJobFailed
 */
export async function exportRecording(
  options: JobOptions & {
    readonly store: ObjectStore;
    readonly stream: StreamId;
    readonly recording: RecordingId;
    readonly outFile: string;
    /** Seconds done of all. */
    readonly onShare?: (done: number, of: number) => void;
  },
): Promise<ExportFacts> {
  const { store, stream, recording, outFile, signal, ffmpegPath } = options;
  const { text, rendition } = await bestPlaylist(store, stream, recording);
  const pieces = piecesOf(text);
  const seconds = secondsIn(text);
  const folder = await mkdtemp(path.join(path.dirname(path.resolve(outFile)), '.plenary-export-'));
  try {
    const files: string[] = [];
    const sizes: PictureSize[] = [];
    for (const [index, piece] of pieces.entries()) {
      const file = path.join(folder, `run-${index}.mp4`);
      const keys = [piece.init, ...piece.names].map((name) => storeKeys.media(stream, recording, rendition, name));
      await pipeline(objects(store, keys, signal, recording), createWriteStream(file), { signal });
      files.push(file);
      sizes.push(await sizeOf(store, storeKeys.media(stream, recording, rendition, piece.init)));
    }
    const plan = joinPlan(sizes);
    const finished = path.join(folder, 'out.mp4');
    const command = files.length === 1 ? copyOf(ffmpegPath, files[0] ?? '') : joined(ffmpegPath, files, plan.size);
    await runJob(command, finished, { ffmpegPath, signal, onProgress: (done) => options.onShare?.(Math.min(done, seconds), seconds) });
    await rename(finished, outFile);
    const [only] = sizes;
    if (files.length === 1 && only !== undefined) return { size: only, runs: 1, scaled: [] };
    const scaled = plan.scaled.flatMap((index) => {
      const [from, piece] = [sizes[index], pieces[index]];
      return from === undefined || piece === undefined ? [] : [{ ...from, seconds: piece.seconds }];
    });
    return { size: plan.size, runs: files.length, scaled };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function copyOf(ffmpegPath: string, file: string) {
  return newJob({ ffmpegPath }).input(file).outputOptions(['-map', '0:v:0', '-map', '0:a:0', '-c', 'copy', '-movflags', '+faststart']);
}

/** Each run is decoded by itself, so a new picture size or new parameter sets between them do no harm. */
function joined(ffmpegPath: string, files: readonly string[], { width, height }: PictureSize) {
  const command = newJob({ ffmpegPath });
  for (const file of files) command.input(file);
  const fit = files.map(
    (_, index) =>
      `[${index}:v]setpts=PTS-STARTPTS,scale=${width}:${height}:force_original_aspect_ratio=decrease,pad=${width}:${height}:-1:-1,setsar=1,fps=30[v${index}];[${index}:a]asetpts=PTS-STARTPTS,aresample=48000,aformat=channel_layouts=stereo[a${index}]`,
  );
  const chain = `${fit.join(';')};${files.map((_, index) => `[v${index}][a${index}]`).join('')}concat=n=${files.length}:v=1:a=1[v][a]`;
  return command
    .complexFilter(chain)
    .outputOptions(['-map', '[v]', '-map', '[a]', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '21', '-c:a', 'aac', '-b:a', '160k'])
    .outputOptions(['-movflags', '+faststart']);
}

/** @throws OfflineJobFailed where there is no picture. */
async function sizeOf(store: ObjectStore, initKey: string): Promise<PictureSize> {
  const size = pictureSizeIn((await store.get(initKey)) ?? new Uint8Array());
  if (size === undefined) throw new OfflineJobFailed({ reason: 'a part of the recording has no picture' });
  return size;
}

async function bestPlaylist(store: ObjectStore, stream: StreamId, recording: RecordingId) {
  const multivariant = await store.get(storeKeys.multivariant(stream, recording));
  const rendition = asRenditionId(/^([^#/\s]+)\/index\.m3u8$/m.exec(Buffer.from(multivariant ?? []).toString())?.[1] ?? '');
  const media = rendition === undefined ? undefined : await store.get(storeKeys.mediaPlaylist(stream, recording, rendition));
  if (rendition === undefined || media === undefined) throw new NoSuchRecording({ recording });
  return { rendition, text: Buffer.from(media).toString() };
}

/** The runs of a playlist: an init section and the segments after it, without those that were lost. */
function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let isGap = false;
  let seconds = 0;
  for (const line of text.split('\n')) {
    const init = /^#EXT-X-MAP:URI="([^"]+)"/.exec(line)?.[1];
    if (init !== undefined) pieces.push({ init, names: [], seconds: 0 });
    seconds = Number(/^#EXTINF:([\d.]+)/.exec(line)?.[1] ?? seconds);
    if (line === '#EXT-X-GAP') isGap = true;
    if (line === '' || line.startsWith('#')) continue;
    const piece = pieces.at(-1);
    if (!isGap && piece !== undefined) {
      piece.names.push(line);
      piece.seconds += seconds;
    }
    isGap = false;
  }
  return pieces.filter((piece) => piece.names.length > 0);
}

function secondsIn(text: string): number {
  return [...text.matchAll(/^#EXTINF:([\d.]+)/gm)].reduce((sum, match) => sum + Number(match[1]), 0);
}

async function* objects(
  store: ObjectStore,
  keys: readonly string[],
  signal: AbortSignal,
  recording: RecordingId,
): AsyncGenerator<Uint8Array, void, void> {
  for (const key of keys) {
    const bytes = await store.get(key, signal);
    if (bytes === undefined) throw new NoSuchRecording({ recording });
    yield bytes;
  }
}
