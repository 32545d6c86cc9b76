/** How long it takes to begin: from the encoder's connect to a playable playlist, from a click to the first frame. */
import { startPlenary } from '../rig/plenary.ts';
import { FULL_STAGE, publishStage } from '../rig/publisher.ts';
import type { Viewer } from '../rig/viewer.ts';
import { openViewer } from '../rig/viewer.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { Row } from './report.ts';
import { option, pass, quantile, report, seconds } from './report.ts';

const publishes = option('publishes', 10, 2);
const clicks = option('clicks', 30, 5);
const rows: Row[] = [];
const STEPS = [
  ['script', /^\/assets\/(?:page|index)-.*\.js$/],
  ['words', /^\/assets\/words-view-/],
  ['status', /^\/api\/streams\//],
  ['hls.js', /^\/assets\/source-hls-/],
  ['multivariant playlist', /^\/live\/[^/]+\/index\.m3u8$/],
  ['media playlist', /^\/live\/[^/]+\/[^/]+\/index\.m3u8$/],
  ['init section', /^\/live\/.*\.mp4$/],
  ['first part or segment', /^\/live\/.*\.m4s$/],
] as const;

{
  const tookMs: number[] = [];
  for (let count = 0; count < publishes; count++) {
    const plenary = await startPlenary({ TRANSCODER_MAX_RUNGS: '2' });
    const publisher = publishStage(plenary.publishUrl(), FULL_STAGE);
    const acceptedMs = await waitUntil(() => timeOf(plenary.lines(), 'publisher accepted'), {
      within: 20_000,
      every: 5,
      what: 'a publisher',
    });
    await waitUntil(() => isPlayable(plenary.facts().playlistUrl ?? ''), { within: 20_000, every: 10, what: 'a playable playlist' });
    tookMs.push(Date.now() - acceptedMs);
    await publisher.stop();
    await plenary.stop();
  }
  const worst = Math.max(...tookMs);
  rows.push({
    what: `publisher accepted -> every rendition has a part to play, ${publishes} times`,
    goal: '<= 3 s',
    figure: `median ${seconds(quantile(tookMs, 0.5))}, worst ${seconds(worst)}`,
    met: worst <= 3_000,
  });
}
{
  const plenary = await startPlenary({ TRANSCODER_MAX_RUNGS: '2', LOG_LEVEL: 'warn' });
  const publisher = publishStage(plenary.publishUrl(), FULL_STAGE);
  await waitUntil(() => isPlayable(plenary.facts().playlistUrl ?? ''), { within: 20_000, what: 'a playable playlist' });
  await pass(10_000);
  const tookMs: number[] = [];
  const steps: (readonly (readonly [string, number])[])[] = [];
  for (let count = 0; count < clicks; count++) {
    const viewer = await openViewer('about:blank');
    const frame = await viewer.untilFirstFrame(plenary.facts().watchUrl ?? '');
    tookMs.push(frame);
    steps.push(await stepsOf(viewer));
    await viewer.close();
  }
  const p95 = quantile(tookMs, 0.95);
  rows.push({
    what: `click -> first frame, ${clicks} times, empty cache, loopback`,
    goal: 'p95 <= 1.0 s',
    figure: `median ${seconds(quantile(tookMs, 0.5))}, p95 ${seconds(p95)}`,
    met: p95 <= 1_000,
  });
  const medians = STEPS.map(([name]) => {
    const ended = steps.flatMap((one) => one.filter(([step]) => step === name).map(([, ms]) => ms));
    return `${name} ${Math.round(quantile(ended, 0.5))}`;
  });
  rows.push({
    what: 'of that, ms after the click at which each step was done (medians)',
    goal: '-',
    figure: `${medians.join(', ')}, first frame ${Math.round(quantile(tookMs, 0.5))}`,
    met: null,
  });
  await publisher.stop();
  await plenary.stop();
}
report('Joining', 'make bench-join', rows);

/** When the first answer of each kind was there, in ms since the click; a step that the browser does not tell of is left out. */
async function stepsOf(viewer: Viewer): Promise<readonly (readonly [string, number])[]> {
  const answers = await viewer.page.evaluate<readonly (readonly [string, number])[]>(
    "performance.getEntriesByType('resource').map(({ name, responseEnd }) => [new URL(name).pathname, responseEnd])",
  );
  return STEPS.flatMap(([step, pattern]) => {
    const ended = answers.filter(([address]) => pattern.test(address)).map(([, ms]) => ms);
    return ended.length === 0 ? [] : [[step, Math.min(...ended)] as const];
  });
}

async function isPlayable(playlistUrl: string): Promise<boolean> {
  const limit = () => ({ signal: AbortSignal.timeout(2_000) });
  const answer = await fetch(playlistUrl, limit()).catch(() => undefined);
  if (answer?.status !== 200) return false;
  const media = (await answer.text()).split('\n').filter((line) => line.endsWith('.m3u8'));
  const texts = await Promise.all(media.map(async (uri) => (await fetch(new URL(uri, playlistUrl), limit())).text()));
  return texts.length > 0 && texts.every((text) => text.includes('#EXT-X-PART:'));
}

/** Unix ms of the first log line with this message. */
function timeOf(lines: readonly string[], message: string): number | undefined {
  const line = lines.find((one) => one.includes(`"${message}"`));
  if (line === undefined) return undefined;
  const { time } = JSON.parse(line) as { time: number | string };
  return typeof time === 'number' ? time : Date.parse(time);
}
