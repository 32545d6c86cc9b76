import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RenditionId, StreamId } from '../../core/contracts/ids.ts';
import type { PartAdded, RunStarted } from '../../core/contracts/timeline.ts';
import { storeKeys } from '../../core/contracts/urls.ts';
import type { MediaLog } from '../../core/ports/media-log.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import type { Closable } from '../../core/runtime/lifecycle.ts';
import type { Log } from '../../core/runtime/log.ts';
import { newJob, runJob } from './ffmpeg-jobs.ts';

export interface PosterOptions {
  readonly mediaLog: MediaLog;
  readonly store: ObjectStore;
  readonly ffmpegPath: string;
  readonly log: Log;
}

const EVERY_MS = 10_000;
const LIMIT_MS = 5_000;
const WIDTH = 640;
const FACTS = { contentType: 'image/jpeg', cacheControl: 'public, max-age=5' } as const;

/** A JPEG of the first picture of a piece of MP4 that begins with a keyframe. @throws OfflineJobFailed */
export async function posterOf(mp4: Uint8Array, ffmpegPath: string, signal: AbortSignal): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plenary-poster-'));
  try {
    const input = path.join(folder, 'in.mp4');
    const output = path.join(folder, 'out.jpg');
    await writeFile(input, mp4);
    const command = newJob({ ffmpegPath })
      .input(input)
      .outputOptions(['-frames:v', '1', '-vf', `scale=${WIDTH}:-2`, '-q:v', '4', '-threads', '1']);
    await runJob(command, output, { ffmpegPath, signal });
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Keeps a fresh poster of every stream that is on air in the store: one each ten seconds, never of the slate. */
export function openPosters(options: PosterOptions): Closable {
  const aborter = new AbortController();
  const following: Promise<void>[] = [];
  const stop = options.mediaLog.onStream((stream) => {
    following.push(
      followStream(options, stream, aborter.signal).catch((error: unknown) => options.log.error({ err: error, stream }, 'no more posters')),
    );
  });
  return {
    close: async () => {
      stop();
      aborter.abort();
      await Promise.all(following);
    },
  };
}

async function followStream(options: PosterOptions, stream: StreamId, signal: AbortSignal): Promise<void> {
  let run: RunStarted | undefined;
  let nextMs = 0;
  let busy: Promise<void> | undefined;
  for await (const { entry } of options.mediaLog.follow(stream, undefined, signal)) {
    if (entry.kind === 'run') run = entry;
    const isDue = performance.now() >= nextMs && busy === undefined;
    if (entry.kind !== 'part' || !isDue || run === undefined || run.cause === 'slate') continue;
    const rendition = bestPicture(run);
    if (rendition === undefined || entry.rendition !== rendition || entry.run !== run.run || !entry.independent) continue;
    nextMs = performance.now() + EVERY_MS;
    busy = take(options, stream, run, entry, signal).finally(() => {
      busy = undefined;
    });
  }
  await busy;
}

function bestPicture(run: RunStarted): RenditionId | undefined {
  return run.renditions.find((one) => one.height > 0)?.rendition;
}

async function take(options: PosterOptions, stream: StreamId, run: RunStarted, part: PartAdded, signal: AbortSignal): Promise<void> {
  const init = run.renditions.find((one) => one.rendition === part.rendition)?.initBytes;
  if (init === undefined) return;
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
    const jpeg = await posterOf(Buffer.concat([init, part.bytes]), options.ffmpegPath, limit);
    await options.store.put(storeKeys.poster(stream), jpeg, FACTS, limit);
  } catch (error) {
    if (!signal.aborted) options.log.warn({ stream, reason: errorMessage(error) }, 'no poster this time');
  }
}
