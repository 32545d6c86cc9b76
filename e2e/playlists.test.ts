import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamId } from '../core/contracts/ids.ts';
import type { StreamStatus } from '../core/contracts/stream-status.ts';
import { statusUrl } from '../core/contracts/urls.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import type { Publisher } from './rig/publisher.ts';
import { FULL_STAGE, publishStage } from './rig/publisher.ts';
import { checkRecording } from './validate/check-recording.ts';
import { followLive } from './validate/follow-live.ts';
import { printReport } from './validate/print.ts';
import { probe } from './validate/probe.ts';

const hasFfprobe = await promisify(execFile)('ffprobe', ['-version']).then(
  () => true,
  () => false,
);
if (!hasFfprobe) process.stdout.write('there is no ffprobe: the playlists are not validated. apt-get install ffmpeg\n');

let plenary: RunningPlenary;
let publisher: Publisher;

const status = async (): Promise<StreamStatus> =>
  (await (await fetch(plenary.facts().http + statusUrl('demo' as StreamId))).json()) as StreamStatus;
const stateIs = (state: StreamStatus['state']) =>
  waitUntil(async () => (await status()).state === state, { within: 30_000, every: 50, what: `the stream ${state}` });

beforeAll(async () => {
  plenary = await startPlenary({ TRANSCODER_MAX_RUNGS: '2', GRACE_SECONDS: '4', LOG_LEVEL: 'warn' });
  publisher = publishStage(plenary.publishUrl(), FULL_STAGE);
});
afterAll(async () => {
  await publisher.stop();
  await plenary.stop();
});

describe.runIf(hasFfprobe)('the strict validator', () => {
  it('hears what ffprobe says', async () => {
    expect(await probe(Buffer.from('no init section'), Buffer.from('no segment'))).not.toEqual([]);
  });

  it('finds nothing in half a minute on air with a presenter who drops once, nor in the recording', async () => {
    await stateIs('live');
    const url = new URL((await status()).liveUrl ?? '', plenary.facts().http);
    const followed = followLive(url, AbortSignal.timeout(90_000));
    // delta updates begin to skip when six target durations are listed: 24 s
    const startMs = performance.now();
    const onAir = (ms: number) => waitUntil(() => performance.now() - startMs > ms, { within: 60_000, every: 50 });
    await onAir(12_000);
    await publisher.stop('SIGKILL');
    await stateIs('slate');
    await onAir(14_000);
    publisher = publishStage(plenary.publishUrl(), FULL_STAGE);
    await stateIs('live');
    await onAir(31_000);
    await publisher.stop();
    const live = await followed;
    expect(live.findings, printReport('live', live)).toEqual([]);
    expect(live.renditions.length).toBeGreaterThanOrEqual(3);
    expect(live.counts.deltas).toBeGreaterThan(20);
    expect(live.counts.compared).toBeGreaterThan(5);
    expect(live.counts.hinted).toBeGreaterThan(10);
    expect(live.counts.segments).toBeGreaterThan(8 * live.renditions.length);
    expect(live.counts.probed).toBe(live.counts.segments);

    const { recordingUrl } = await status();
    const recording = new URL(recordingUrl ?? '', plenary.facts().http);
    await waitUntil(
      async () => {
        const texts = live.renditions.map(async (name) => (await fetch(new URL(`${name}/index.m3u8`, recording))).text());
        return (await Promise.all(texts)).every((text) => text.includes('#EXT-X-ENDLIST'));
      },
      { within: 20_000, every: 200, what: 'the end of the recording' },
    );
    const replay = await checkRecording(recording, AbortSignal.timeout(60_000));
    expect(replay.findings, printReport('recording', replay)).toEqual([]);
    expect(replay.renditions).toEqual(live.renditions);
    expect(replay.counts.segments).toBeGreaterThanOrEqual(live.counts.segments);
  });
});
