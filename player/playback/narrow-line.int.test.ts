import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { ensurePlayerBuilt } from '../build/ensure-player-built.ts';
import { type Clip, makeClip } from '../testing/clip.ts';
import { standIn } from '../testing/stand-in-origin.ts';
import { openBrowser, watch } from '../testing/viewer.ts';

/** Bits a second: the best rung needs 0.96 million, peaks of 1.17. On this line it arrives just in time, and not with playlists beside it. */
const NARROW_BPS = 1_300_000;
const WIDE_BPS = 40_000_000;

let dist: string;
let clip: Clip;
let browser: Browser;

beforeAll(async () => {
  [dist, clip, browser] = await Promise.all([ensurePlayerBuilt(), makeClip(), openBrowser()]);
});
afterAll(() => browser.close());

const carry = (line: CDPSession, bps: number): Promise<unknown> =>
  line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: bps / 8, uploadThroughput: 5e6 });

/** What is heard of the clip's tone, in ms. */
interface Heard {
  /** How long nothing is heard just now; 0 while there is a tone. */
  quietMs: number;
  silenceMs: number;
}

/** Runs in the page: from now on notes the longest silence. Until the browser has led the sound here there is none to note. */
function hearken(): Promise<void> {
  const video = document.querySelector('video');
  const heard: Heard = { quietMs: Number.POSITIVE_INFINITY, silenceMs: 0 };
  Object.assign(window, { heard });
  if (video === null) return Promise.reject(new Error('no video'));
  const audio = new AudioContext();
  const source = audio.createMediaElementSource(video);
  const ears = audio.createScriptProcessor(1024, 2, 2);
  ears.addEventListener('audioprocess', ({ inputBuffer }) => {
    const sampleMs = 1000 / inputBuffer.sampleRate;
    for (const sample of inputBuffer.getChannelData(0)) {
      heard.quietMs = Math.abs(sample) < 0.002 ? heard.quietMs + sampleMs : 0;
      if (Number.isFinite(heard.quietMs)) heard.silenceMs = Math.max(heard.silenceMs, heard.quietMs);
    }
  });
  source.connect(ears).connect(audio.destination);
  return audio.resume();
}

// the sound is judged in real time, on a machine that another test has too: more tries than usual
describe('a line that narrows while it plays', { retry: 3 }, () => {
  it('is followed by a lower quality, without a hole in the sound or a jump in the picture', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await watch(browser, origin.watchUrl);
    const line = await viewer.context.newCDPSession(viewer.page);
    await carry(line, WIDE_BPS);
    await viewer.until('near the edge in the best quality', (now) => now.shownHeight === 360 && (now.latencySeconds ?? 9) < 1.2, 45_000);
    await viewer.page.evaluate(hearken);
    const heard = () => viewer.page.evaluate(() => ({ ...(window as unknown as { heard: Heard }).heard }));
    await waitUntil(async () => (await heard()).quietMs < 1, { within: 20_000, every: 50, what: 'the tone' });
    await viewer.untilMoving(30);
    await viewer.page.evaluate(() => Object.assign((window as unknown as { heard: Heard }).heard, { quietMs: 0, silenceMs: 0 }));
    const before = await viewer.snapshot();
    // media that comes late because nothing ran here is no fault of the player: a try that fails says how long that was
    using pulse = monitorEventLoopDelay({ resolution: 5 });
    pulse.enable();

    await carry(line, NARROW_BPS);
    await viewer.until('a lower quality', (now) => (now.shownHeight ?? 360) < 360, 10_000);
    const after = await viewer.untilMoving(60);

    const { silenceMs } = await heard();
    const stoodStill = `the machine stood still for up to ${Math.round(pulse.max / 1e6)} ms`;
    // what the player did, then what was heard of it: a silence without a stall is none that it made
    expect(after, stoodStill).toMatchObject({ stalls: before.stalls, jumps: before.jumps, recreated: 0, fatalErrors: 0 });
    expect(silenceMs, stoodStill).toBeLessThan(25);
    // Nothing was skipped: between two frames no more media passed than what a machine under load may leave unpainted.
    expect(Math.max(0, ...after.gaps.slice(before.gaps.length).map(({ mediaSeconds }) => mediaSeconds))).toBeLessThan(0.3);
    const parts = origin.requests.flatMap((path) => /\/p(\d+)\.(\d)\.m4s/.exec(path)?.slice(1).join('.') ?? []);
    expect(
      parts.filter((part, at) => parts.indexOf(part) !== at),
      'parts that were loaded twice',
    ).toEqual([]);
  });
});
