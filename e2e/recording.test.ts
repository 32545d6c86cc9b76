import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../core/runtime/test-support.ts';
import { openPlainHls } from './bench/plain-hls-page.ts';
import { clapperTags } from './rig/clapper.ts';
import { expectInSync } from './rig/judge-stretch.ts';
import { untilLogged } from './rig/log-lines.ts';
import { Organiser } from './rig/organiser.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import { stageOf } from './rig/stages.ts';
import { decodeStretch, measureMedia, playlistAt, secondsOf } from './rig/stretch.ts';
import { inRealTime, TagPublisher } from './rig/tag-publisher.ts';
import { openViewer } from './rig/viewer.ts';
import { checkRecording } from './validate/check-recording.ts';
import { printReport } from './validate/print.ts';

const run = promisify(execFile);
const MAIN = path.join(import.meta.dirname, '../main.ts');
/** What is broadcast: so many claps, one a second. */
const SECONDS = 12;

/** A finished event of two encodes, and a Plenary that was started after it: all it has is the store. */
let plenary: RunningPlenary;
let recording: string;
let url: URL;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plenary-export-'));
  const clip = await clapperTags({ seconds: SECONDS, size: '640x480' });
  plenary = await startPlenary({ GRACE_SECONDS: '1' });
  const organiser = new Organiser(plenary);
  await organiser.setUp();
  const event = await organiser.makeEvent('stage', 'Stage');
  // ingest hears of a new key within a second
  const publisher = await waitUntil(() => TagPublisher.open(event.publishUrl).catch(() => undefined), {
    within: 20_000,
    every: 500,
    what: 'the publisher let in',
  });
  await publisher.play(inRealTime(clip));
  publisher.close();
  const complete = await untilLogged(() => plenary.lines(), { msg: 'the recording is complete in the object store' }, 20_000);
  recording = String(complete['recording']);
  for (const state of ['ended', 'published']) await organiser.asks('POST', `/events/${event.id}/state`, { state });
  await plenary.restart('SIGTERM');
  url = new URL(`/recordings/stage/${recording}/index.m3u8`, plenary.facts().http);
});
afterAll(async () => {
  await plenary.stop();
  await rm(folder, { recursive: true });
});

const media = (rendition: string) => new URL(`${rendition}/index.m3u8`, url);

/** `plenary recording …` beside the running one. */
async function command(...words: readonly string[]): Promise<string> {
  const env = { ...process.env, DATA_DIR: plenary.dataDir };
  return (await run(process.execPath, [MAIN, 'recording', ...words], { env, timeout: 50_000 })).stdout;
}

describe('a finished event, from the store alone', () => {
  it('the page is told where its recording is, and that the event is over', async () => {
    expect(await stageOf(plenary, 'stage').status()).toMatchObject({
      state: 'ended',
      liveUrl: null,
      recordingUrl: url.pathname,
      recording,
    });
    const viewer = await openViewer(`${plenary.facts().http}/watch/stage`);
    try {
      await viewer.page.getByRole('button', { name: 'Watch the recording' }).click();
      await viewer.untilPlaying(30_000);
      expect(await viewer.snapshot()).toMatchObject({ mode: 'recording', fatalErrors: 0 });
    } finally {
      await viewer.close();
    }
  });

  it('has nothing that the strict validator and ffprobe object to', async () => {
    const report = await checkRecording(url, AbortSignal.timeout(50_000));
    expect(report.findings, printReport('recording', report)).toEqual([]);
    expect(report.renditions).toEqual(['source', '360p', 'audio']);
    expect(report.counts.probed).toBe(report.counts.segments);
  });

  for (const rendition of ['source', '360p']) {
    it(`has every clap from the first second to the last (${rendition})`, async () => {
      const playlist = await playlistAt(media(rendition));
      expect(playlist).toMatchObject({ isEnded: true, type: 'VOD' });
      const stageOnly = (playlist?.segments ?? []).filter(
        (one) => one.discontinuitySequence === playlist?.segments[0]?.discontinuitySequence,
      );
      expect(Math.abs(secondsOf(stageOnly) - SECONDS)).toBeLessThan(0.2);
      const whole = await decodeStretch(media(rendition), stageOnly);
      expectInSync(whole);
      // the clap at 0 s is on from the first frame: nothing begins there
      expect(whole.flashesMs.map((ms) => Math.round(ms / 1000))).toEqual(Array.from({ length: SECONDS - 1 }, (_, index) => index + 1));
    });
  }

  it('is played by hls.js, its beginning and its end', async () => {
    const viewer = await openViewer(plenary.facts().watchUrl ?? '');
    try {
      await openPlainHls(viewer.page, plenary.facts().http, url.href);
      const video = <T>(what: string): Promise<T> =>
        viewer.page.evaluate<T>(`(() => { const video = document.querySelector('video'); ${what} })()`);
      await waitUntil(() => video<boolean>('return video.currentTime > 0.5 && video.currentTime < 5'), {
        within: 15_000,
        what: 'its beginning plays',
      });
      const seconds = await video<number>('return video.duration');
      const listed = secondsOf((await playlistAt(media('source')))?.segments ?? []);
      expect(Math.abs(seconds - listed)).toBeLessThan(0.3);
      await video('video.currentTime = video.duration - 2');
      await waitUntil(() => video<boolean>('return video.ended'), { within: 15_000, what: 'its end' });
      expect(await video<number>('return video.error === null ? 0 : video.error.code')).toBe(0);
      expect(seconds - (await video<number>('return video.currentTime'))).toBeLessThan(0.2);
    } finally {
      await viewer.close();
    }
  });

  it('is listed and exported by the command: one MP4 of its length, in sync', async () => {
    const [line = ''] = (await command('list')).split('\n');
    expect(line).toMatch(new RegExp(`^stage  ${recording}  \\d{4}-\\d\\d-\\d\\dT\\S+Z  0:00:1\\d  complete$`));
    const outFile = path.join(folder, 'stage.mp4');
    expect(await command('export', 'stage', recording, outFile)).toBe(`${outFile}\n`);
    const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration:stream=codec_name', '-of', 'json', outFile]);
    const { format, streams } = JSON.parse(stdout) as { format: { duration: string }; streams: readonly { codec_name: string }[] };
    const listed = secondsOf((await playlistAt(media('source')))?.segments ?? []);
    expect(Math.abs(Number(format.duration) - listed)).toBeLessThan(0.3);
    expect(streams.map((one) => one.codec_name).sort()).toEqual(['aac', 'h264']);
    const whole = await measureMedia(await readFile(outFile));
    expectInSync(whole);
    expect(whole.flashesMs.length).toBeGreaterThanOrEqual(SECONDS - 1);
    expect(await readdir(folder)).toEqual(['stage.mp4']);
  });

  it('the command says what it cannot find', async () => {
    await expect(command('export', 'stage', 'no-such-one', path.join(folder, 'none.mp4'))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no recording no-such-one in the object store: plenary recording list shows them'),
    });
    expect(await readdir(folder)).toEqual(['stage.mp4']);
  });
});
