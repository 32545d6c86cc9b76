/**
 * Switching quality: twenty times by hand and twenty by the automatic choice, with Chromium's network throttled and freed.
 * What counts is the longest time between two presented frames, media that was skipped, and silence in a tone that never stops.
 */
import { startPlenary } from '../rig/plenary.ts';
import { FULL_STAGE, publishStage } from '../rig/publisher.ts';
import type { Viewer } from '../rig/viewer.ts';
import { openViewer } from '../rig/viewer.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { Row } from './report.ts';
import { millis, option, pass, report } from './report.ts';
import type { MachinePauses, Pause } from './machine-pauses.ts';
import { bothWays, pauseAround, watchMachine, wordsOn } from './machine-pauses.ts';

const switches = option('switches', 20, 6);
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
const publisher = publishStage(plenary.publishUrl(), { ...FULL_STAGE, tone: true });
const viewer = await openViewer(plenary.facts().watchUrl ?? '');
try {
  await viewer.untilPlaying(30_000);
  await listen(viewer);
  await pass(15_000);
  const endWatch = await watchMachine();
  const hand = await byHand(viewer);
  const narrowed = await byItself(viewer, switches, NARROW_BPS);
  const cut = await byItself(viewer, Math.min(6, switches), CUT_BPS);
  const machine = await endWatch();
  const rows: readonly Row[] = [
    ...rowsOf('by hand', hand, machine),
    ...rowsOf('by itself, the line narrowed to 3.2 Mbit/s and freed', narrowed, machine),
    ...rowsOf('by itself, the line cut below what is playing (1.9 Mbit/s) and freed', cut, machine).map((row) => ({
      ...row,
      goal: 'what it is: the parts that were under way come late',
      met: null,
    })),
    { what: 'the machine itself meanwhile', goal: '-', figure: wordsOn(machine), met: null },
  ];
  report('Switching quality', `make bench-switch${process.argv.length > 2 ? ` (${process.argv.slice(2).join(' ')})` : ''}`, rows);
} finally {
  await viewer.close();
  await publisher.stop();
  await plenary.stop();
}

/** Something longest, and when it was. Unix ms. */
interface Longest extends Pause {
  readonly ms: number;
}

interface Seen {
  readonly gap: Longest;
  readonly silence: Longest;
  readonly skipped: Longest;
  /** Playback ran dry, and changed its pace, so often. */
  readonly stalls: number;
  readonly rateChanges: number;
}

/** Everything between two frames around one switch. `act` makes it happen. */
async function around(one: Viewer, act: () => Promise<void>, isDone: (height: number | null) => boolean): Promise<Seen> {
  await one.takeGlass();
  await one.page.evaluate('window.toneSilence = [0, 0]');
  const before = await one.snapshot();
  const fromMs = Date.now();
  await act();
  await untilShown(one, isDone);
  await pass(AFTER_MS);
  const after = await one.snapshot();
  const frames = (await one.takeGlass()).filter(({ latencyMs }) => latencyMs !== undefined);
  let gap: Longest = { ms: 0, fromMs, toMs: fromMs };
  let skipped = gap;
  for (const [index, frame] of frames.slice(1).entries()) {
    const previous = frames[index];
    if (previous?.latencyMs === undefined || frame.latencyMs === undefined) continue;
    const between = { fromMs: previous.atMs, toMs: frame.atMs };
    const ms = frame.atMs - previous.atMs;
    if (ms > gap.ms) gap = { ms, ...between };
    // painted time that lies between two presented frames, beyond what a browser may drop
    const painted = frame.atMs - frame.latencyMs - (previous.atMs - previous.latencyMs);
    if (painted > skipped.ms) skipped = { ms: painted, ...between };
  }
  const [silenceMs, endedMs] = await one.page.evaluate<[number, number]>('window.toneSilence');
  return {
    gap,
    skipped,
    silence: { ms: silenceMs, fromMs: endedMs - silenceMs, toMs: endedMs },
    stalls: after.stalls - before.stalls,
    rateChanges: after.rateChanges - before.rateChanges,
  };
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

async function byHand(one: Viewer): Promise<Seen[]> {
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
  return seen;
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

function rowsOf(how: string, seen: readonly Seen[], { pauses }: MachinePauses): Row[] {
  const worstOf = (all: readonly Longest[]): Longest => all.reduce((worst, one) => (one.ms > worst.ms ? one : worst));
  const row = (what: string, goal: string, goalMs: number, pick: (one: Seen) => Longest, more = ''): Row => {
    const all = seen.map(pick);
    const words = bothWays(
      pauses,
      all,
      (one) => one,
      (some) => (some.length === 0 ? 'nothing was left' : millis(worstOf(some).ms)),
    );
    const missed = seen.filter((one) => pick(one).ms > goalMs);
    const told = missed.map((one) => {
      const { ms, fromMs, toMs } = pick(one);
      const pause = pauseAround(pauses, fromMs, toMs);
      const machine = pause === undefined ? 'no pause of the machine' : `the machine paused for ${millis(pause.toMs - pause.fromMs)}`;
      return `${millis(ms)} (${machine}; ${one.stalls} stalls, ${one.rateChanges} changes of pace)`;
    });
    return {
      what: `${seen.length} switches ${how}: ${what}`,
      goal,
      figure: `${words}${more}${told.length === 0 ? '' : `; beyond the goal: ${told.join(', ')}`}`,
      met: worstOf(all).ms <= goalMs,
    };
  };
  const gaps = seen.map(({ gap }) => Math.round(gap.ms)).sort((a, b) => a - b);
  return [
    row(
      'longest time between two presented frames',
      '<= 150 ms',
      150,
      ({ gap }) => gap,
      ` (median ${gaps[Math.floor(gaps.length / 2)] ?? 0} ms)`,
    ),
    row('media skipped at once', 'none (<= 150 ms of frames not painted by the browser)', 150, ({ skipped }) => skipped),
    row('longest silence in a tone', 'not audible (<= 25 ms)', 25, ({ silence }) => silence),
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
    window.toneSilence = [0, 0];
    ears.onaudioprocess = ({ inputBuffer }) => {
      for (const sample of inputBuffer.getChannelData(0)) {
        quiet = Math.abs(sample) < 0.002 ? quiet + 1 : 0;
        const ms = (quiet / inputBuffer.sampleRate) * 1000;
        if (ms > window.toneSilence[0]) window.toneSilence = [ms, Date.now()];
      }
    };
    source.connect(ears);
    ears.connect(audio.destination);
    return audio.resume();
  })()`);
}
