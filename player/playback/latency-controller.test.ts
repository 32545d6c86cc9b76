import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { LatencyController } from './latency-controller.ts';

interface Network {
  readonly partSeconds: number;
  /** Seconds from "the server has the part" to "it is in the buffer". */
  readonly fetchSeconds: (atSeconds: number, random: () => number) => number;
  /** Buffer at the start. */
  readonly startSeconds?: number;
}

interface Outcome {
  /** Behind the newest part's end at the server, over the last three quarters of the run. */
  readonly p50: number;
  readonly p95: number;
  readonly stalls: number;
  readonly stalledSeconds: number;
  readonly changesAMinute: number;
  readonly jumps: number;
  readonly closeInSeconds: number;
}

/** A player with a true buffer against a server that makes a part every `partSeconds`; in steps of 10 ms. */
function play(network: Network, seconds: number, seed: number): Outcome {
  const random = seededRandom(seed);
  const step = 0.01;
  const controller = new LatencyController(network.partSeconds);
  const start = network.startSeconds ?? 1;
  let head = 0;
  let end = start;
  let made = end;
  const onTheWay: { sent: number; at: number; end: number }[] = [];
  let rate = 1;
  let frozen = 0;
  let waiting = false;
  let [changes, stalls, stalledSeconds, jumps] = [0, 0, 0, 0];
  let closeIn = Number.POSITIVE_INFINITY;
  const behind: number[] = [];
  let last = 0;
  for (let now = 0; now < seconds; now += step) {
    if (now + start >= made + network.partSeconds) {
      made += network.partSeconds;
      last = Math.max(last, now + network.fetchSeconds(now, random));
      onTheWay.push({ sent: now, at: last, end: made });
    }
    while (onTheWay[0] !== undefined && onTheWay[0].at <= now) end = onTheWay.shift()?.end ?? end;
    if (waiting && end - head > 0.1) waiting = false;
    if (frozen > 0) frozen -= step;
    else if (!waiting) head = Math.min(end, head + step * rate);
    if (!waiting && end - head < 0.001) {
      waiting = true;
      stalls += 1;
      controller.stalled();
    }
    if (waiting) stalledSeconds += step;
    const edge = now + start;
    if (Math.round(now / step) % 5 === 0) {
      const late = onTheWay[0];
      const decision = controller.sample({
        nowMs: now * 1000,
        bufferSeconds: end - head,
        behindSeconds: edge - head,
        playing: !waiting,
        starving: false,
        arrivesInSeconds: late === undefined || now - late.sent < 0.06 ? null : late.at - now,
      });
      if (decision.jump) {
        jumps += 1;
        head = end - 0.5;
        controller.moved();
      }
      if (decision.rate !== rate) {
        changes += 1;
        frozen = 0.02;
      }
      rate = decision.rate;
    }
    if (closeIn === Number.POSITIVE_INFINITY && edge - head < 2 * network.partSeconds + 0.15) closeIn = now;
    if (now > seconds / 4) behind.push(edge - head);
  }
  behind.sort((a, b) => a - b);
  return {
    p50: behind[Math.floor(behind.length / 2)] ?? 0,
    p95: behind[Math.floor(behind.length * 0.95)] ?? 0,
    stalls,
    stalledSeconds,
    changesAMinute: (changes * 60) / seconds,
    jumps,
    closeInSeconds: closeIn,
  };
}

describe('the latency controller against a simulated network', () => {
  it.each([1, 2, 3])('comes near on a good network and stays there without a stall, seed %i', (seed) => {
    const seen = play({ partSeconds: 1 / 3, fetchSeconds: (_, random) => 0.01 + random() * 0.02 }, 120, seed);
    expect(seen.stalls).toBe(0);
    expect(seen.p50).toBeLessThan(0.62);
    expect(seen.p95).toBeLessThan(0.68);
    expect(seen.changesAMinute).toBeLessThan(8);
    expect(seen.closeInSeconds).toBeLessThan(6);
  });

  it.each([1, 2, 3])('plays 200 ms parts nearer than 333 ms parts, seed %i', (seed) => {
    const fetchSeconds = (_: number, random: () => number): number => 0.01 + random() * 0.02;
    const short = play({ partSeconds: 0.2, fetchSeconds }, 120, seed);
    const long = play({ partSeconds: 1 / 3, fetchSeconds }, 120, seed);
    expect(short.stalls).toBe(0);
    expect(short.p50).toBeLessThan(long.p50 - 0.12);
  });

  it.each([1, 2, 3])('a jittery network ends further from the edge, not stalling, seed %i', (seed) => {
    const seen = play({ partSeconds: 1 / 3, fetchSeconds: (_, random) => 0.15 + random() * 0.12 }, 240, seed);
    expect(seen.stalls).toBeLessThanOrEqual(1);
    expect(seen.p95).toBeLessThan(1.1);
    expect(seen.changesAMinute).toBeLessThan(15);
  });

  it.each([1, 2, 3])('parts that now and then come 0.6 s late cost a stall at first, then few, seed %i', (seed) => {
    const seen = play(
      { partSeconds: 1 / 3, fetchSeconds: (at, random) => 0.02 + (Math.floor(at) % 20 === 10 ? 0.6 : 0) + random() * 0.02 },
      240,
      seed,
    );
    expect(seen.stalls).toBeGreaterThan(0);
    expect(seen.stalls).toBeLessThanOrEqual(8);
    expect(seen.p95).toBeLessThan(1.6);
  });

  it.each([1, 2, 3, 4])('one dip within seconds does not make it stand back, seed %i', (seed) => {
    const dipped = { partSeconds: 0.2, fetchSeconds: (at: number) => 0.02 + (Math.abs((at % 15) - 9) < 0.1 ? 0.07 : 0) };
    const smooth = { partSeconds: 0.2, fetchSeconds: () => 0.02 };
    const seen = play(dipped, 120, seed);
    expect(seen.stalls).toBe(0);
    expect(seen.p50).toBeLessThan(play(smooth, 120, seed).p50 + 0.06);
    expect(seen.p95).toBeLessThan(0.5);
  });

  it.each([1, 2, 3])('on a machine that holds its breath now and then 200 ms parts stay near, seed %i', (seed) => {
    const breath = (at: number, random: () => number): number => 0.02 + random() * 0.03 + (at % 40 > 39.7 ? random() * 0.3 : 0);
    const seen = play({ partSeconds: 0.2, fetchSeconds: breath }, 240, seed);
    expect(seen.p50).toBeLessThan(0.45);
    expect(seen.p95).toBeLessThan(0.6);
    expect(seen.changesAMinute).toBeLessThan(10);
  });

  it('jumps instead of creeping when far behind', () => {
    const seen = play({ partSeconds: 1 / 3, fetchSeconds: () => 0.02, startSeconds: 12 }, 30, 1);
    expect(seen.jumps).toBe(1);
    expect(seen.stalls).toBe(0);
    expect(seen.p50).toBeLessThan(0.65);
  });
});

describe('the margin', () => {
  const calm = { bufferSeconds: 0.5, behindSeconds: 1, playing: true, starving: false, arrivesInSeconds: null };

  it('is wider at the beginning, and the usual one fifteen seconds later', () => {
    const controller = new LatencyController(1 / 3);
    const usual = new LatencyController(1 / 3, 0).marginSeconds;
    expect(controller.marginSeconds - usual).toBeCloseTo(0.15, 6);
    for (let nowMs = 0; nowMs <= 7_500; nowMs += 50) controller.sample({ ...calm, nowMs });
    expect(controller.marginSeconds - usual).toBeCloseTo(0.075, 3);
    for (let nowMs = 7_550; nowMs <= 15_050; nowMs += 50) controller.sample({ ...calm, nowMs });
    expect(controller.marginSeconds).toBeCloseTo(usual, 6);
  });

  it('grows a little with the first stall, and has forgotten it seconds later', () => {
    const controller = new LatencyController(1 / 3, 0);
    const before = controller.marginSeconds;
    controller.sample({ ...calm, nowMs: 0 });
    controller.stalled();
    expect(controller.marginSeconds - before).toBeCloseTo(0.06, 3);
    controller.sample({ ...calm, nowMs: 3_000 });
    expect(controller.marginSeconds - before).toBeCloseTo(0.03, 3);
    controller.sample({ ...calm, nowMs: 6_000 });
    expect(controller.marginSeconds).toBeCloseTo(before, 3);
  });

  it('grows by 0.15 s with the second within a minute, and needs a minute to lose that', () => {
    const controller = new LatencyController(1 / 3, 0);
    const before = controller.marginSeconds;
    controller.sample({ ...calm, nowMs: 0 });
    controller.stalled();
    controller.sample({ ...calm, nowMs: 20_000 });
    controller.stalled();
    expect(controller.marginSeconds - before).toBeCloseTo(0.15, 3);
    controller.sample({ ...calm, nowMs: 40_000 });
    expect(controller.marginSeconds - before).toBeCloseTo(0.1, 3);
  });

  it('takes a near miss and the stall it leads to for one thing', () => {
    const controller = new LatencyController(1 / 3, 0);
    controller.sample({ ...calm, bufferSeconds: 0.02, nowMs: 0 });
    controller.stalled();
    const after = controller.marginSeconds;
    controller.sample({ ...calm, nowMs: 8_000 });
    expect(after - controller.marginSeconds).toBeCloseTo(0.08, 3);
  });

  it('lets playback go on by itself twice, and from the third stall on with what it wants', () => {
    const controller = new LatencyController(0.2, 0);
    controller.stalled();
    controller.stalled();
    expect(controller.isRefilled(2)).toBe(false);
    controller.stalled();
    expect(controller.isRefilled(2)).toBe(true);
    expect(controller.isRefilled(controller.marginSeconds)).toBe(false);
    controller.moved();
    expect(controller.isRefilled(2)).toBe(false);
  });

  it('has a bound, whatever the network does', () => {
    const controller = new LatencyController(1 / 3, 0);
    for (let i = 0; i < 100; i += 1) controller.stalled();
    expect(controller.marginSeconds).toBeLessThan(2);
  });

  it('slows down at once while parts come in slower than they play', () => {
    const controller = new LatencyController(1 / 3, 0);
    controller.sample({ ...calm, bufferSeconds: 0.25, nowMs: 0 });
    expect(controller.sample({ ...calm, bufferSeconds: 0.2, nowMs: 100, starving: true }).rate).toBeLessThan(1);
  });

  it('keeps its rate while paused and starts to look afresh', () => {
    const controller = new LatencyController(1 / 3, 0);
    for (let at = 0; at < 3_000; at += 100) controller.sample({ ...calm, bufferSeconds: 2, nowMs: at });
    expect(controller.sample({ ...calm, bufferSeconds: 2, nowMs: 3_000, playing: false }).jump).toBe(false);
    expect(controller.sample({ ...calm, bufferSeconds: 0.24, nowMs: 9_000 }).rate).toBeGreaterThanOrEqual(1);
  });
});

describe('a part that comes late', () => {
  const late = { nowMs: 2_000, bufferSeconds: 0.18, behindSeconds: 0.6, playing: true, starving: false, arrivesInSeconds: null };

  it.each([
    { sample: {}, rate: 1, because: 'nothing is late' },
    { sample: { arrivesInSeconds: 0.1 }, rate: 1, because: 'it comes before the buffer is empty' },
    { sample: { arrivesInSeconds: 0.15 }, rate: 0.75, because: 'a little slower is enough' },
    { sample: { arrivesInSeconds: 0.2 }, rate: 0.5, because: 'that needs twice the time' },
    { sample: { arrivesInSeconds: 2 }, rate: 0.5, because: 'no rate would do, and slower is silent' },
    { sample: { bufferSeconds: 0.08 }, rate: 0.5, because: 'so little is left, whatever the reason' },
  ])('$sample: $rate, $because', ({ sample, rate }) => {
    const controller = new LatencyController(1 / 3, 0);
    for (let at = 0; at < 2_000; at += 50) controller.sample({ ...late, bufferSeconds: 0.25, nowMs: at });
    expect(controller.sample({ ...late, ...sample }).rate).toBe(rate);
  });

  it('is followed by the true pace at once, and by a wider margin', () => {
    const controller = new LatencyController(1 / 3, 0);
    const before = controller.marginSeconds;
    controller.sample({ ...late, nowMs: 5_000, arrivesInSeconds: 0.3 });
    expect(controller.sample({ ...late, nowMs: 5_050, bufferSeconds: 0.5 }).rate).toBe(1);
    expect(controller.marginSeconds).toBeGreaterThan(before);
  });

  it('that is not the only one is followed by a pace near the true one', () => {
    const controller = new LatencyController(1 / 3, 0);
    controller.sample({ ...late, nowMs: 5_000, bufferSeconds: 0.05 });
    controller.sample({ ...late, nowMs: 5_050, bufferSeconds: 0.3 });
    controller.sample({ ...late, nowMs: 5_300, bufferSeconds: 0.05 });
    expect(controller.sample({ ...late, nowMs: 5_350, bufferSeconds: 0.3 }).rate).toBe(0.95);
  });

  it('is no reason to stretch while there is as much as the least margin, however wide it has grown', () => {
    const controller = new LatencyController(1 / 3, 0);
    for (let at = 0; at < 30_000; at += 10_000) {
      controller.sample({ ...late, nowMs: at, bufferSeconds: 0.5 });
      controller.stalled();
    }
    expect(controller.marginSeconds).toBeGreaterThan(0.4);
    controller.sample({ ...late, nowMs: 30_000, bufferSeconds: 0.3 });
    expect(controller.sample({ ...late, nowMs: 30_050, bufferSeconds: 0.25 }).rate).toBe(1);
  });

  it('is stretched over a little before it is known to be late', () => {
    const controller = new LatencyController(1 / 3, 0);
    controller.sample({ ...late, nowMs: 5_000, bufferSeconds: 0.25 });
    expect(controller.sample({ ...late, nowMs: 5_100, bufferSeconds: 0.13 }).rate).toBe(0.75);
  });

  it.each([1, 2, 3])('is heard drawn out instead of cut off when the line narrows, seed %i', (seed) => {
    const fetchSeconds = (at: number, random: () => number): number => (at < 30 ? 0.02 : 0.28) + random() * 0.02;
    const seen = play({ partSeconds: 1 / 3, fetchSeconds }, 60, seed);
    expect(seen.stalls).toBe(0);
    expect(seen.p95).toBeLessThan(1);
  });
});
