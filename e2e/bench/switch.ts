/**
 * Switching quality: twenty times by hand and twenty by the automatic choice, with Chromium's network throttled and freed.
 * What counts is the longest time between two presented frames, media that was skipped, and silence in a tone that never stops.
 */
import { startPlenary } from '../rig/plenary.ts';
import { publishStage } from '../rig/publisher.ts';
import type { Viewer } from '../rig/viewer.ts';
import { openViewer } from '../rig/viewer.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { Row } from './report.ts';
import { millis, option, pass, report } from './report.ts';

const switches = option('switches', 20);
/** A switch shows within this: a segment to the border, and what is buffered. */
const SHOWN_WITHIN_MS = 12_000;
const AFTER_MS = 1_500;
/** What the presenter sends. */
const BEST_HEIGHT = 720;
/** Bits a second. The source needs 2.7: a line on which it arrives just in time; one on which it cannot; one with room for all. */
const NARROW_BPS = 3_200_000;
const CUT_BPS = 1_900_000;
const WIDE_BPS = 40_000_000;

const plenary = await startPlenary({ TRANSCODER_MAX_RUNGS: '2', LOG_LEVEL: 'warn' });
const publisher = publishStage(plenary.publishUrl(), { tone: true });
const viewer = await openViewer(plenary.facts().watchUrl ?? '');
try {
  await viewer.untilPlaying(30_000);
  await listen(viewer);
  await pass(15_000);
  const rows = [
    ...(await byHand(viewer)),
    ...rowsOf('by itself, the line narrowed to 3.2 Mbit/s and freed', await byItself(viewer, switches, NARROW_BPS)),
    ...rowsOf('by itself, the line cut below what is playing (1.9 Mbit/s) and freed', await byItself(viewer, 6, CUT_BPS)).map((row) => ({
      ...row,
      goal: 'what it is: the parts that were under way come late',
      met: null,
    })),
  ];
  report('Switching quality', 'make bench-switch', rows);
} finally {
  await viewer.close();
  await publisher.stop();
  await plenary.stop();
}

interface Seen {
  readonly gapMs: number;
  readonly silenceMs: number;
  readonly skippedMs: number;
}

/** Everything between two frames around one switch. `act` makes it happen. */
async function around(one: Viewer, act: () => Promise<void>, isDone: (height: number | null) => boolean): Promise<Seen> {
  await one.takeGlass();
  await one.page.evaluate('window.toneSilence = 0');
  await act();
  await untilShown(one, isDone);
  await pass(AFTER_MS);
  const frames = (await one.takeGlass()).filter(({ latencyMs }) => latencyMs !== undefined);
  let gapMs = 0;
  let skippedMs = 0;
  for (const [index, frame] of frames.slice(1).entries()) {
    const before = frames[index];
    if (before?.latencyMs === undefined || frame.latencyMs === undefined) continue;
    gapMs = Math.max(gapMs, frame.atMs - before.atMs);
    // painted time that lies between two presented frames, beyond what a browser may drop
    const painted = frame.atMs - frame.latencyMs - (before.atMs - before.latencyMs);
    skippedMs = Math.max(skippedMs, painted);
  }
  return { gapMs, skippedMs, silenceMs: await one.page.evaluate<number>('window.toneSilence') };
}

/** @throws Error with everything the player knows when the wanted quality does not come. */
async function untilShown(one: Viewer, isWanted: (height: number | null) => boolean): Promise<void> {
  try {
    await waitUntil(async () => isWanted((await one.snapshot()).shownHeight), {
      within: SHOWN_WITHIN_MS * 3,
      every: 50,
      what: 'the other quality',
    });
  } catch (error) {
    throw new Error(`stayed as it was: ${JSON.stringify(await one.snapshot())}`, { cause: error });
  }
}

async function byHand(one: Viewer): Promise<Row[]> {
  const heights = [480, 720, 360, 720];
  const seen: Seen[] = [];
  for (let count = 0; count < switches; count++) {
    const height = heights[count % heights.length] ?? 720;
    seen.push(
      await around(
        one,
        () => choose(one, `${height}p`),
        (shown) => shown === height,
      ),
    );
  }
  await choose(one, 'Automatic');
  return rowsOf('by hand', seen);
}

async function byItself(one: Viewer, times: number, narrowBps: number): Promise<Seen[]> {
  const seen: Seen[] = [];
  let isNarrow = false;
  for (let count = 0; count < times; count++) {
    isNarrow = !isNarrow;
    // Only from the best quality is there a way down that has to be taken.
    if (isNarrow) await untilShown(one, (shown) => (shown ?? 0) >= BEST_HEIGHT);
    const start = (await one.snapshot()).shownHeight ?? 0;
    const bps = isNarrow ? narrowBps : WIDE_BPS;
    const throttle = () =>
      one.cdp
        .send('Network.emulateNetworkConditions', {
          offline: false,
          latency: 0,
          downloadThroughput: bps / 8,
          uploadThroughput: WIDE_BPS / 8,
        })
        .then(() => undefined);
    seen.push(await around(one, throttle, (shown) => (isNarrow ? (shown ?? 0) < start : (shown ?? 0) > start)));
  }
  return seen;
}

function rowsOf(how: string, seen: readonly Seen[]): Row[] {
  const worst = (pick: (one: Seen) => number): number => Math.max(...seen.map(pick));
  const list = seen.map(({ gapMs }) => Math.round(gapMs)).sort((a, b) => a - b);
  return [
    {
      what: `${seen.length} switches ${how}: longest time between two presented frames`,
      goal: '<= 150 ms',
      figure: `${millis(worst(({ gapMs }) => gapMs))} (median ${list[Math.floor(list.length / 2)] ?? 0} ms)`,
      met: worst(({ gapMs }) => gapMs) <= 150,
    },
    {
      what: `${seen.length} switches ${how}: media skipped at once`,
      goal: 'none (<= 150 ms of frames not painted by the browser)',
      figure: millis(worst(({ skippedMs }) => skippedMs)),
      met: worst(({ skippedMs }) => skippedMs) <= 150,
    },
    {
      what: `${seen.length} switches ${how}: longest silence in a tone`,
      goal: 'not audible (<= 25 ms)',
      figure: millis(worst(({ silenceMs }) => silenceMs)),
      met: worst(({ silenceMs }) => silenceMs) <= 25,
    },
  ];
}

async function choose(one: Viewer, label: string): Promise<void> {
  await one.page.mouse.move(400, 300);
  await one.page
    .getByRole('button', { name: /quality/i })
    .first()
    .click();
  await one.page.getByRole('menuitemradio', { name: new RegExp(`^${label}`) }).click();
}

/** Notes in `window.toneSilence` the longest run of samples without a tone, ms. */
async function listen(one: Viewer): Promise<void> {
  await one.page.evaluate(`(() => {
    const video = document.querySelector('video');
    video.muted = false;
    const audio = new AudioContext();
    const source = audio.createMediaElementSource(video);
    const ears = audio.createScriptProcessor(1024, 2, 2);
    let quiet = 0;
    window.toneSilence = 0;
    ears.onaudioprocess = ({ inputBuffer }) => {
      for (const sample of inputBuffer.getChannelData(0)) {
        quiet = Math.abs(sample) < 0.002 ? quiet + 1 : 0;
        const ms = (quiet / inputBuffer.sampleRate) * 1000;
        if (ms > window.toneSilence) window.toneSilence = ms;
      }
    };
    source.connect(ears);
    ears.connect(audio.destination);
    return audio.resume();
  })()`);
}
