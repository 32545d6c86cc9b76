import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlvTag } from '../core/flv/flv-reader.ts';
import { FLV_AUDIO, FLV_VIDEO } from '../core/flv/flv-reader.ts';
import { seededRandom } from '../core/runtime/test-support.ts';
import { clapperTags } from './rig/clapper.ts';
import { expectInSync } from './rig/judge-stretch.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import type { Stage } from './rig/stages.ts';
import { stageOf } from './rig/stages.ts';
import { newestStretch, playlistAt } from './rig/stretch.ts';
import { inRealTime, TagPublisher } from './rig/tag-publisher.ts';

/** What a source does in mid-stream, by the bytes; each on a stream of its own, all in one Plenary. */
const STREAMS = ['forward', 'back', 'wrap', 'sound-first', 'resized', 'muted', 'no-rtmp', 'torn'];
/** The moment in the clip at which it happens. */
const CHANGE_MS = 5_000;
const HOUR_MS = 3_600_000;
/** 32 bits end so long after the first frame. */
const WRAP_MS = 2 ** 32 - CHANGE_MS;
const PDT_OFF_MS = 2_500;

let plenary: RunningPlenary;
let clip: readonly FlvTag[];
let large: readonly FlvTag[];
const open: TagPublisher[] = [];

beforeAll(async () => {
  [clip, large] = await Promise.all([clapperTags({ seconds: 25 }), clapperTags({ seconds: 15, size: '640x480' })]);
  plenary = await startPlenary({ GRACE_SECONDS: '60' }, STREAMS);
});
afterAll(async () => {
  for (const one of open) one.close();
  await plenary.stop();
});

const head = (tags: readonly FlvTag[]) => tags.filter((tag) => tag.timestampMs < CHANGE_MS);
const tail = (tags: readonly FlvTag[]) => tags.filter((tag) => tag.timestampMs >= CHANGE_MS);

async function publisherOn(stage: Stage): Promise<TagPublisher> {
  const publisher = await TagPublisher.open(stage.publishUrl);
  open.push(publisher);
  return publisher;
}

/** By the wall clock of the playlist its newest segment ended just now. */
async function expectPresentTime(stage: Stage): Promise<void> {
  const newest = (await playlistAt(stage.playlist()))?.segments.at(-1);
  const endMs = (newest?.startMs ?? 0) + (newest?.whole?.durationTicks ?? 0) / 90;
  expect(Math.abs(Date.now() - endMs), 'PROGRAM-DATE-TIME off by').toBeLessThan(PDT_OFF_MS);
}

describe('the stream goes on in sync, at its wall clock', () => {
  const jumps = [
    { name: 'forward', what: 'jump an hour forward', before: 100_000, after: 100_000 + HOUR_MS, runs: 2 },
    { name: 'back', what: 'jump an hour back', before: 100_000 + HOUR_MS, after: 100_000, runs: 2 },
    { name: 'wrap', what: 'pass the end of their 32 bits', before: WRAP_MS, after: WRAP_MS, runs: 1 },
  ];
  for (const { name, what, before, after, runs } of jumps) {
    it.concurrent(`when timestamps ${what}`, async () => {
      const stage = stageOf(plenary, name);
      const publisher = await publisherOn(stage);
      const playing = publisher.play([...inRealTime(head(large), { shiftMs: before }), ...inRealTime(tail(large), { shiftMs: after })]);
      const first = await newestStretch(stage.playlist(), { seconds: 3, within: 15_000 });
      expectInSync(first);
      await expectPresentTime(stage);
      const second = await newestStretch(stage.playlist(), { seconds: 4, within: 20_000, fromMsn: CHANGE_MS / 1000 + 1 });
      expectInSync(second);
      expectInSync(await newestStretch(stage.playlist('360p'), { seconds: 3, within: 5_000, fromMsn: second.segments[0]?.msn ?? 0 }));
      await expectPresentTime(stage);
      expect(stage.log().filter((line) => line.msg === 'a run begins')).toHaveLength(runs);
      publisher.close();
      await playing;
    });
  }

  it.concurrent('when the timestamps of the sound jump half a second before those of the picture', async () => {
    const stage = stageOf(plenary, 'sound-first');
    const publisher = await publisherOn(stage);
    const tags = clip.map((tag) => {
      const jumpMs = tag.type === FLV_AUDIO ? CHANGE_MS - 500 : CHANGE_MS;
      return { tag, sendMs: tag.timestampMs, timestampMs: tag.timestampMs + (tag.timestampMs >= jumpMs ? HOUR_MS : 0) };
    });
    const playing = publisher.play(tags);
    const second = await newestStretch(stage.playlist(), { seconds: 4, within: 20_000, fromMsn: CHANGE_MS / 1000 + 1 });
    expectInSync(second);
    await expectPresentTime(stage);
    publisher.close();
    await playing;
  });

  it.concurrent('when the picture changes its size', async () => {
    const stage = stageOf(plenary, 'resized');
    const publisher = await publisherOn(stage);
    const playing = publisher.play([...inRealTime(head(clip)), ...inRealTime(large, { shiftMs: CHANGE_MS, afterMs: CHANGE_MS })]);
    const before = await newestStretch(stage.playlist(), { seconds: 3, within: 15_000 });
    expect(before.size).toBe('320x180');
    const after = await newestStretch(stage.playlist(), { seconds: 4, within: 20_000, fromMsn: CHANGE_MS / 1000 + 1 });
    expect(after.size).toBe('640x480');
    expect(after.segments[0]?.discontinuitySequence).toBe((before.segments[0]?.discontinuitySequence ?? 0) + 1);
    expectInSync(after);
    expect(await stage.untilLogged({ reason: 'picture-changed' })).toBeDefined();
    publisher.close();
    await playing;
  });

  it.concurrent('when the sound dies and comes back: silence meanwhile, the picture never stops', async () => {
    const stage = stageOf(plenary, 'muted');
    const publisher = await publisherOn(stage);
    const isAway = (tag: FlvTag) => tag.type === FLV_AUDIO && tag.timestampMs >= 4_500 && tag.timestampMs < 9_500;
    const playing = publisher.play(inRealTime(clip.filter((tag) => !isAway(tag))));
    const all = await newestStretch(stage.playlist(), { seconds: 13, within: 25_000 });
    expectInSync(all);
    const mute = all.flashesMs.filter((flash) => !all.beepsMs.some((beep) => Math.abs(beep - flash) < 200));
    expect(mute.length, 'flashes without a beep').toBeGreaterThanOrEqual(4);
    expect(mute.length, 'flashes without a beep').toBeLessThanOrEqual(5);
    expect((mute.at(-1) ?? 0) - (mute[0] ?? 0), 'in a row').toBeLessThan(4_500);
    expect(Math.abs(all.soundEndMs - all.pictureEndMs)).toBeLessThan(100);
    expect(all.beepsMs.at(-1), 'the beeps are there again').toBeGreaterThan(mute.at(-1) ?? 0);
    publisher.close();
    await playing;
  });
});

describe('garbage after a good start: the publisher is cut off, a good one goes on air', () => {
  const random = seededRandom(7);
  const noise = (bytes: number) => Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256)));
  const ways = [
    {
      name: 'no-rtmp',
      what: 'bytes that are no RTMP',
      code: 'INGEST_BAD_RTMP',
      spoil: (publisher: TagPublisher) => {
        publisher.write(Buffer.concat([Buffer.of(0xff), noise(4_000)]));
        return Promise.resolve();
      },
    },
    {
      name: 'torn',
      what: 'pictures that are none, the sound being good',
      code: 'INGEST_BROKEN_MEDIA',
      spoil: (publisher: TagPublisher) =>
        publisher.play(
          inRealTime(tail(clip), { afterMs: -CHANGE_MS }).map((one) => {
            if (one.tag.type !== FLV_VIDEO) return one;
            return { ...one, tag: { ...one.tag, body: Buffer.concat([one.tag.body.subarray(0, 5), noise(2_000)]) } };
          }),
        ),
    },
  ];
  for (const { name, what, code, spoil } of ways) {
    it.concurrent(what, async () => {
      const stage = stageOf(plenary, name);
      const bad = await publisherOn(stage);
      await bad.play(inRealTime(head(clip)));
      await stage.untilState('live');
      const spoiling = spoil(bad);
      await bad.untilEnd(5_000);
      await spoiling;
      expect(await stage.untilLogged({ msg: 'publisher refused', code })).toMatchObject({ sentence: expect.any(String) });
      await stage.untilState('slate', 5_000);
      const before = (await playlistAt(stage.playlist()))?.segments.at(-1)?.msn ?? 0;
      const good = await publisherOn(stage);
      const playing = good.play(inRealTime(clip));
      await stage.untilState('live', 5_000);
      const stretch = await newestStretch(stage.playlist(), { seconds: 4, within: 20_000, fromMsn: before + 1 });
      expectInSync(stretch);
      good.close();
      await playing;
    });
  }
});
