/**
 * What the watch page weighs in a real browser beside a real stage: cold loads, the main thread while a room talks, memory.
 * `make bench-page`; `--loads 20`, `--seconds 60` of the main thread, `--minutes 10` of memory; 0 leaves that part out.
 */
import { launchChromium } from '../../ui/testing/chromium.ts';
import { startPlenary } from '../rig/plenary.ts';
import { FULL_STAGE, publishStage } from '../rig/publisher.ts';
import type { ColdLoad } from './cold-load.ts';
import { loadCold } from './cold-load.ts';
import type { Crowd } from './crowd.ts';
import { gatherCrowd } from './crowd.ts';
import type { Listener } from './listener.ts';
import { openListener } from './listener.ts';
import type { Held } from './page-meter.ts';
import type { Row } from './report.ts';
import { option, pass, quantile, report, seconds } from './report.ts';
import { slopeOf } from './slope.ts';
import { showEverything } from './show-everything.ts';

/** Each speaks once in eight seconds. */
const CROWD = 400;
const SAID_PER_SECOND = 50;
/** Of a phone beside this machine. */
const SLOWER = 4;
const SETTLE_MS = 15_000;
const LOOK_EVERY_MS = 30_000;
/** What a slope may be for noise, a minute. */
const MAX_GROWTH = { heapMib: 0.1, nodes: 5, listeners: 1 } as const satisfies Held;
const MAX_BUSY = 0.15;
const MAX_LINES = 200;

const loads = option('loads', 20, 3);
const busySeconds = option('seconds', 60, 15);
const minutes = option('minutes', 10, 1);
const lookEveryMs = Math.min(LOOK_EVERY_MS, (minutes * 60_000) / 10);
const rows: Row[] = [];

const plenary = await startPlenary({ TRANSCODER_MAX_RUNGS: '2', LOG_LEVEL: 'warn' });
await showEverything(plenary);
const { http, watchUrl } = plenary.facts();
const publisher = publishStage(plenary.publishUrl(), FULL_STAGE);
const browser = await launchChromium('--autoplay-policy=no-user-gesture-required', '--mute-audio');
let crowd: Crowd | undefined;
try {
  // the stage is on air, and the browser has been used before
  await loadCold(browser, watchUrl ?? '');
  await pass(SETTLE_MS);
  if (loads > 0) rows.push(...(await measureLoads()));
  if (busySeconds + minutes > 0) {
    const listener = await openListener(browser, watchUrl ?? '');
    await pass(SETTLE_MS);
    if (busySeconds > 0) rows.push(...(await measureBusy(listener, false, 1)));
    crowd = await gatherCrowd(http, 'demo', CROWD);
    const talking = crowd.say(SAID_PER_SECOND, Math.ceil((SETTLE_MS * 3) / 1000 + busySeconds * 2 + minutes * 60));
    talking.catch(() => undefined);
    await pass(SETTLE_MS);
    if (busySeconds > 0) rows.push(...(await measureBusy(listener, true, 1)), ...(await measureBusy(listener, true, SLOWER)));
    if (minutes > 0) rows.push(...(await measureMemory(listener)));
  }
} finally {
  await browser.close();
  await crowd?.close();
  await publisher.stop();
  await plenary.stop();
}
report('The page', `make bench-page${process.argv.length > 2 ? ` (${process.argv.slice(2).join(' ')})` : ''}`, rows);

async function measureLoads(): Promise<readonly Row[]> {
  const taken: ColdLoad[] = [];
  for (let count = 0; count < loads; count++) taken.push(await loadCold(browser, watchUrl ?? ''));
  const row = (what: string, limitMs: number, tookMs: readonly number[]): Row => ({
    what: `click -> ${what}, ${loads} times, a new browser context and an empty cache each, loopback`,
    goal: `p95 <= ${seconds(limitMs)}`,
    figure: `p50 ${seconds(quantile(tookMs, 0.5))}, p95 ${seconds(quantile(tookMs, 0.95))}`,
    met: quantile(tookMs, 0.95) <= limitMs,
  });
  return [
    row(
      'first paint (FCP)',
      1_000,
      taken.map(({ paintMs }) => paintMs),
    ),
    row(
      'first frame of the picture',
      1_500,
      taken.map(({ frameMs }) => frameMs),
    ),
  ];
}

/** By the wall, its processor so many times slower than this machine's; and what of the processor the main thread took. */
async function measureBusy({ meter, heard, shownLines }: Listener, isTalking: boolean, slower: number): Promise<readonly Row[]> {
  await meter.slowDown(slower);
  await pass(SETTLE_MS / 3);
  await heard();
  const startMs = performance.now();
  const { wall, processor } = await meter.busyDuring(() => pass(busySeconds * 1_000));
  const perSecond = (await heard()) / ((performance.now() - startMs) / 1_000);
  const lines = await shownLines();
  await meter.slowDown(1);
  const isWhole = !isTalking || (perSecond >= SAID_PER_SECOND * 0.95 && lines <= MAX_LINES);
  const goal = isTalking ? `<= ${percent(MAX_BUSY)} of the time, every message there, <= ${MAX_LINES} lines` : '-';
  const under = isTalking ? `picture and ${SAID_PER_SECOND} messages a second (nothing left out for readability)` : 'the picture alone';
  const came = isTalking ? `; ${perSecond.toFixed(1)} messages a second came to the page, ${lines} lines in it` : '';
  if (slower > 1) {
    const what = `main thread by the wall, its processor ${slower} times slower by Chromium's own brake, ${under}, ${busySeconds} s`;
    return [{ what, goal: `busy ${goal}`, figure: `${percent(wall)}${came}`, met: isTalking ? wall <= MAX_BUSY && isWhole : null }];
  }
  return [
    { what: `main thread by the wall, ${under}, ${busySeconds} s`, goal: '-', figure: `${percent(wall)}${came}`, met: null },
    {
      what: `processor time of the main thread, the same, times ${SLOWER}`,
      goal: '-',
      figure: `${percent(processor)} x ${SLOWER} = ${percent(processor * SLOWER)}`,
      met: null,
    },
  ];
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

async function measureMemory({ meter, heard, shownLines }: Listener): Promise<readonly Row[]> {
  await heard();
  let messages = 0;
  const startMs = performance.now();
  const looks: (Held & { readonly atMinutes: number })[] = [];
  while (performance.now() - startMs < minutes * 60_000) {
    await pass(lookEveryMs);
    messages += await heard();
    looks.push({ atMinutes: (performance.now() - startMs) / 60_000, ...(await meter.held()) });
  }
  const secondHalf = looks.filter(({ atMinutes }) => atMinutes > minutes / 2);
  const under = `${minutes} min of it, ${messages} messages, ${await shownLines()} lines at the end`;
  const row = (what: string, of: keyof Held, unit: string, digits: number): Row => {
    const slope = slopeOf(secondHalf.map(({ atMinutes, [of]: value }) => ({ atMinutes, value })));
    const [first, last] = [looks[0], looks.at(-1)].map((look) => (look?.[of] ?? Number.NaN).toFixed(digits));
    return {
      what: `${what} over ${under}`,
      goal: `the second half grows by <= ${MAX_GROWTH[of]}${unit} a minute`,
      figure: `${slope.toFixed(2)}${unit} a minute; ${first}${unit} at first, ${last}${unit} at the end`,
      met: slope <= MAX_GROWTH[of],
    };
  };
  return [
    row('JS heap after a collection', 'heapMib', ' MiB', 1),
    row('DOM nodes', 'nodes', '', 0),
    row('event listeners', 'listeners', '', 0),
  ];
}
