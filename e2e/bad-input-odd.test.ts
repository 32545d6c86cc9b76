import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clapper } from './rig/clapper.ts';
import { expectInSync } from './rig/judge-stretch.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import type { Publisher } from './rig/publisher.ts';
import { plainCodecs, publishWith, testPicture } from './rig/publisher.ts';
import { stageOf } from './rig/stages.ts';
import { newestStretch, playlistAt, secondsOf, wholeSegments } from './rig/stretch.ts';

/** Sources that are odd and work, each from a real encoder on a stream of its own, all in one Plenary. */
let plenary: RunningPlenary;
const publishers: Publisher[] = [];

beforeAll(async () => {
  plenary = await startPlenary({}, ['sparse', 'mute', 'uneven', 'slides']);
});
afterAll(async () => {
  await Promise.all(publishers.map((one) => one.stop('SIGKILL')));
  await plenary.stop();
});

function publish(url: string, args: readonly string[]): void {
  publishers.push(publishWith(url, args));
}

describe('is broadcast', () => {
  it.concurrent('keyframes eight seconds apart: encoded anew with one every two seconds', async () => {
    const stage = stageOf(plenary, 'sparse');
    publish(stage.publishUrl, ['-re', ...clapper({ gopFrames: 240 })]);
    await stage.untilLogged({ level: 40, hasSparseKeyframes: true }, 20_000);
    const before = (await playlistAt(stage.playlist()))?.segments.at(-1)?.msn ?? 0;
    const stretch = await newestStretch(stage.playlist(), { seconds: 6, within: 25_000, fromMsn: before + 1 });
    expectInSync(stretch);
    const lengths = stretch.segments.map((one) => (one.whole?.durationTicks ?? 0) / 90_000);
    expect(Math.max(...lengths)).toBeLessThan(2.2);
  });

  it.concurrent('a picture without sound: silence is put in', async () => {
    const stage = stageOf(plenary, 'mute');
    publish(stage.publishUrl, [...testPicture({ size: '320x180', sound: false }), ...plainCodecs({ gopFrames: 30, sound: false })]);
    const stretch = await newestStretch(stage.playlist(), { seconds: 4, within: 20_000 });
    expect(stretch.complaints).toBe('');
    expect(stretch.frames).toBeGreaterThan(110);
    expect(stretch.beepsMs).toEqual([]);
    expect(Math.abs(stretch.soundEndMs - stretch.pictureEndMs)).toBeLessThan(100);
    expect(await stage.untilLogged({ msg: 'a run begins', sound: 'none: silence is put in' })).toBeDefined();
  });

  it.concurrent('a frame rate that changes between 30 and 10', async () => {
    const stage = stageOf(plenary, 'uneven');
    publish(stage.publishUrl, ['-re', ...clapper({ filter: "select='lt(mod(t,4),2)+not(mod(n,3))'" })]);
    const stretch = await newestStretch(stage.playlist(), { seconds: 8, within: 25_000 });
    expectInSync(stretch, 150);
    expect(stretch.frames / secondsOf(stretch.segments)).toBeGreaterThan(15);
    expect(stretch.frames / secondsOf(stretch.segments)).toBeLessThan(25);
  });

  it.concurrent('slides, two frames a second: encoded anew at an even rate', async () => {
    const stage = stageOf(plenary, 'slides');
    publish(stage.publishUrl, ['-re', ...clapper({ filter: "select='not(mod(n,15))'" })]);
    await stage.untilLogged({ level: 40, isUneven: true }, 20_000);
    const playlist = await playlistAt(stage.playlist());
    const before = playlist?.segments.at(-1)?.msn ?? 0;
    const stretch = await newestStretch(stage.playlist(), { seconds: 6, within: 25_000, fromMsn: before + 1 });
    expectInSync(stretch);
    const now = await playlistAt(stage.playlist());
    expect(now === undefined ? 0 : secondsOf(wholeSegments(now, 0))).toBeGreaterThan(6);
  });
});
