import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultyProxy } from '../core/ports/faulty-proxy.ts';
import { openFaultyProxy } from '../core/ports/faulty-proxy.ts';
import type { S3Server } from '../core/ports/s3-servers.ts';
import { openFakeS3, openVersity, versityProgram } from '../core/ports/s3-servers.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import { expectUnharmed, isSlate, isStage, untilFrame, untilMoving } from './rig/judge.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import type { Publisher } from './rig/publisher.ts';
import { publishStage } from './rig/publisher.ts';
import type { Viewer } from './rig/viewer.ts';
import { openViewer } from './rig/viewer.ts';

const MINUTE_MS = 60_000;
/** How long the store refuses. For docs/measurements.md: 60. */
const REFUSED_MS = Number(process.env['STORE_REFUSES_SECONDS'] ?? 20) * 1_000;
const BUCKET = 'recordings';

let store: S3Server;
let proxy: FaultyProxy;
let plenary: RunningPlenary;
let publisher: Publisher;
let viewer: Viewer;

beforeAll(async () => {
  store = versityProgram === undefined ? await openFakeS3() : await openVersity(versityProgram);
  await store.createBucket(BUCKET);
  proxy = await openFaultyProxy(store.endpoint);
  plenary = await startPlenary({
    S3_ENDPOINT: proxy.url,
    S3_REGION: 'eu-central-1',
    S3_BUCKET: BUCKET,
    S3_ACCESS_KEY_ID: store.credentials.accessKeyId,
    S3_SECRET_ACCESS_KEY: store.credentials.secretAccessKey,
  });
  publisher = publishStage(plenary.publishUrl());
  viewer = await openViewer(plenary.facts().watchUrl ?? '');
});
afterAll(async () => {
  await viewer.close();
  await publisher.stop();
  await plenary.stop();
  await proxy.close();
  await store.close();
});

describe('the viewer goes on watching', () => {
  it('when the object store refuses for a while and the presenter is away for most of it; then nothing is missing in the store', async () => {
    await viewer.untilPlaying();
    await untilMoving(viewer);
    const before = await viewer.snapshot();
    await waitUntil(async () => (await recordingUrl()) !== null, { within: 20_000, every: 200, what: 'a first segment in the store' });

    proxy.set('status-503');
    const refusedMs = Date.now();
    await publisher.stop();
    await untilFrame(viewer, isSlate, 10_000, 'the slate');
    await waitUntil(() => Date.now() - refusedMs > REFUSED_MS, { within: REFUSED_MS + 5_000, every: 200, what: 'a while without a store' });
    const { frames } = await viewer.snapshot();
    await waitUntil(async () => (await viewer.snapshot()).frames > frames, { within: 5_000, what: 'a slate that still moves' });
    proxy.set('none');
    publisher = publishStage(plenary.publishUrl());
    await untilFrame(viewer, isStage, 15_000, 'the stage');
    await expectUnharmed(viewer, before);

    const back = Date.now();
    const playlists = await waitUntil(
      async () => {
        const texts = await storedPlaylists();
        return texts.every((text) => endOf(text) > back - 1_000) ? texts : undefined;
      },
      { within: MINUTE_MS, every: 500, what: 'a store that has caught up' },
    );
    for (const text of playlists) {
      expect(text).not.toContain('#EXT-X-GAP');
      const numbers = [...text.matchAll(/-s(\d+)\.m4s$/gm)].map(([, number]) => Number(number));
      expect(numbers, 'every segment from the first to the newest').toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    }
  });
});

async function recordingUrl(): Promise<string | null> {
  const answer = await fetch(`${plenary.facts().http}/api/streams/demo`);
  return ((await answer.json()) as { recordingUrl: string | null }).recordingUrl;
}

/** Of every rendition, as the store has them. */
async function storedPlaylists(): Promise<string[]> {
  const url = new URL((await recordingUrl()) ?? '', plenary.facts().http);
  const multivariant = await (await fetch(url)).text();
  const media = multivariant.split('\n').filter((line) => line.endsWith('.m3u8'));
  expect(media.length).toBeGreaterThan(1);
  return Promise.all(media.map(async (uri) => (await fetch(new URL(uri, url))).text()));
}

/** Programme time at which a playlist ends, Unix ms. */
function endOf(text: string): number {
  let atMs = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) atMs = Date.parse(line.slice(25));
    if (line.startsWith('#EXTINF:')) atMs += Number.parseFloat(line.slice(8)) * 1000;
  }
  return atMs;
}
