import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { parseMediaPlaylist } from '../../core/hls/media-playlist-parse.ts';
import type { PlacedPlaylist, PlacedSegment } from '../../core/hls/placed-playlist.ts';
import { placePlaylist } from '../../core/hls/placed-playlist.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { ffmpegPath } from './publisher.ts';

/** What the clapper shows when it is decoded; ms in its own media time. */
export interface Clapped {
  readonly frames: number;
  /** Of the picture, `640x360`. */
  readonly size: string;
  /** Longest time between two frames. */
  readonly longestFrameMs: number;
  /** When the picture turns white. */
  readonly flashesMs: readonly number[];
  /** When a beep begins. */
  readonly beepsMs: readonly number[];
  /** The end of the sound, and of the picture. */
  readonly soundEndMs: number;
  readonly pictureEndMs: number;
  /** What the decoder complained about. */
  readonly complaints: string;
}

/** The clapper in segments of one encoder run. */
export interface Stretch extends Clapped {
  readonly segments: readonly PlacedSegment[];
}

/** Brightness of a white frame is 235, of one with black bars beside it 180, of the test picture about 120. */
const WHITE = 160;
const LOUD_DB = -30;
/** A new flash or beep comes this long after the one before. */
const APART_MS = 400;

/** A media playlist as it is now; undefined while there is none. */
export async function playlistAt(url: URL): Promise<PlacedPlaylist | undefined> {
  const answer = await fetch(url);
  const text = await answer.text();
  return answer.status === 200 ? placePlaylist(parseMediaPlaylist(text)) : undefined;
}

/** Whole segments of one encoder run, not gaps, at `fromMsn` or later. */
export function wholeSegments(playlist: PlacedPlaylist, fromMsn: number, discontinuity?: number): readonly PlacedSegment[] {
  return playlist.segments.filter(
    (one) =>
      one.msn >= fromMsn &&
      one.whole !== undefined &&
      !one.isGap &&
      (discontinuity ?? one.discontinuitySequence) === one.discontinuitySequence,
  );
}

/** Waits until so many seconds of the newest encoder run are whole, and decodes them. */
export async function newestStretch(url: URL, options: { seconds: number; within: number; fromMsn?: number }): Promise<Stretch> {
  const { seconds, within, fromMsn = 0 } = options;
  let seen: PlacedPlaylist | undefined;
  const segments = await waitUntil(
    async () => {
      seen = (await playlistAt(url)) ?? seen;
      const newest = seen?.segments.at(-1);
      if (seen === undefined || newest === undefined) return undefined;
      const whole = wholeSegments(seen, fromMsn, newest.discontinuitySequence);
      return secondsOf(whole) >= seconds ? whole : undefined;
    },
    { within, every: 100, what: `${seconds} s of one run in ${url.pathname}; last seen ${JSON.stringify(seen?.segments.slice(-3))}` },
  );
  return decodeStretch(url, segments);
}

/** How long segments are together, s. */
export function secondsOf(segments: readonly PlacedSegment[]): number {
  return segments.reduce((sum, one) => sum + (one.whole?.durationTicks ?? 0) / 90_000, 0);
}

/** Downloads and decodes segments of one encoder run. @throws Error when one of them is not there. */
export async function decodeStretch(url: URL, segments: readonly PlacedSegment[]): Promise<Stretch> {
  const mapUri = segments[0]?.mapUri;
  if (mapUri === undefined) throw new Error('nothing to decode');
  const names = [mapUri, ...segments.flatMap((one) => one.whole?.uri ?? [])];
  const bytes = await Promise.all(names.map((name) => download(new URL(name, url))));
  return { segments, ...(await measureMedia(Buffer.concat(bytes))) };
}

/** Decodes an MP4. */
export async function measureMedia(media: Buffer): Promise<Clapped> {
  const { size, picture, sound, complaints } = await measure(media);
  const steps = picture.slice(1).map((one, index) => one.ms - (picture[index]?.ms ?? one.ms));
  return {
    frames: picture.length,
    size,
    longestFrameMs: Math.max(0, ...steps),
    flashesMs: onsets(picture, WHITE),
    beepsMs: onsets(sound, LOUD_DB),
    soundEndMs: sound.at(-1)?.ms ?? 0,
    pictureEndMs: picture.at(-1)?.ms ?? 0,
    complaints,
  };
}

/** For every flash that has a beep near it, how much later the beep comes, ms. */
export function offsets(stretch: Clapped): readonly number[] {
  return stretch.flashesMs.flatMap((flash) => {
    const near = stretch.beepsMs.map((beep) => beep - flash).sort((a, b) => Math.abs(a) - Math.abs(b))[0];
    return near !== undefined && Math.abs(near) < APART_MS ? [near] : [];
  });
}

async function download(url: URL): Promise<Buffer> {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`${url.pathname} answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

interface Measured {
  readonly ms: number;
  readonly value: number;
}

/** Brightness of every frame, and loudness of every 10 ms. */
async function measure(
  media: Buffer,
): Promise<Pick<Clapped, 'size' | 'complaints'> & { picture: readonly Measured[]; sound: readonly Measured[] }> {
  const loudness = 'aresample=48000,asetnsamples=n=480:p=0,astats=metadata=1:reset=1:measure_perchannel=none';
  const graph = [
    '[0:v]scale=16:16,signalstats,metadata=mode=print:key=lavfi.signalstats.YAVG:file=pipe\\\\:3[v]',
    `[0:a]${loudness},ametadata=mode=print:key=lavfi.astats.Overall.RMS_level:file=pipe\\\\:4[a]`,
  ];
  const args = ['-hide_banner', '-nostdin', '-loglevel', 'level+info', '-f', 'mp4', '-i', 'pipe:0', '-filter_complex', graph.join(';')];
  const child = spawn(ffmpegPath, [...args, '-map', '[v]', '-fps_mode', 'passthrough', '-map', '[a]', '-f', 'null', '-'], {
    stdio: ['pipe', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [complaints, picture, sound] = [2, 3, 4].map((pipe) => textOf(child.stdio[pipe] as Readable));
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(media);
  const said = (await complaints) ?? '';
  return {
    size: /Video: .*? (\d{2,4}x\d{2,4})\b/.exec(said)?.[1] ?? '',
    complaints: said
      .split('\n')
      .filter((line) => /\[(?:warning|error|fatal)\]/.test(line))
      .join('\n'),
    picture: readPrinted((await picture) ?? ''),
    sound: readPrinted((await sound) ?? ''),
  };
}

async function textOf(pipe: Readable): Promise<string> {
  return (await pipe.setEncoding('utf8').toArray()).join('');
}

function readPrinted(text: string): readonly Measured[] {
  return [...text.matchAll(/pts_time:(\S+)\n[^=\n]+=(\S+)/g)].map(([, time, value]) => ({
    ms: Number(time) * 1000,
    value: value === '-inf' ? Number.NEGATIVE_INFINITY : Number(value),
  }));
}

function onsets(measured: readonly Measured[], threshold: number): readonly number[] {
  const found: number[] = [];
  for (const [index, { ms, value }] of measured.entries()) {
    const before = measured[index - 1];
    // what is on from the first moment has begun before
    if (before === undefined || value <= threshold || before.value > threshold) continue;
    if (ms - (found.at(-1) ?? Number.NEGATIVE_INFINITY) > APART_MS) found.push(ms);
  }
  return found;
}
