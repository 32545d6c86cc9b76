import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/runtime/test-support.ts';
import type { GuardView } from './encode-guard.ts';
import { EncodeGuard } from './encode-guard.ts';

const TICK_MS = 100;
const view = (changes: Partial<GuardView> = {}): GuardView => ({
  withoutPartMs: 100,
  flows: true,
  hasParts: true,
  lagMs: 60,
  lighterCeiling: 719,
  ...changes,
});

/** Looks at `lag(ms)` ten times a second and tells what was decided, and when. */
function watch(
  guard: EncodeGuard,
  fromMs: number,
  toMs: number,
  lag: (ms: number) => number,
  changes: Partial<GuardView> = {},
): readonly string[] {
  const said: string[] = [];
  for (let ms = fromMs; ms <= toMs; ms += TICK_MS) {
    const verdict = guard.judge(view({ ...changes, lagMs: lag(ms) }), ms);
    if (verdict !== 'fine') said.push(`${verdict} ${ms}`);
  }
  return said;
}

describe('an encoder hangs', () => {
  for (const { seen, verdict, because } of [
    { seen: { withoutPartMs: 1_500 }, verdict: 'fine', because: 'parts may be late' },
    { seen: { withoutPartMs: 1_501 }, verdict: 'hung', because: 'but not by more than players have in their buffers' },
    { seen: { withoutPartMs: 4_000, hasParts: false }, verdict: 'fine', because: 'the first part takes its time' },
    { seen: { withoutPartMs: 4_001, hasParts: false }, verdict: 'hung', because: 'not for ever' },
    { seen: { withoutPartMs: 60_000, flows: false }, verdict: 'fine', because: 'nothing comes in: nothing can come out' },
  ] as const) {
    it(`${verdict}: ${because}`, () => {
      expect(new EncodeGuard().judge(view(seen), 0)).toBe(verdict);
    });
  }
});

describe('a machine that does not keep up', () => {
  for (const { lag, said, because } of [
    { lag: () => 900, said: [], because: 'that is still a lag one can live with' },
    { lag: (ms: number) => (ms < 3_000 ? ms / 2 : 500), said: [], because: 'a hiccup' },
    {
      lag: () => 1_000,
      said: ['shed 2000', 'shed 4100', 'shed 6200', 'shed 8300'],
      because: 'behind for two seconds, and again, and again',
    },
    { lag: (ms: number) => ms / 5, said: ['shed 6600', 'shed 8700'], because: 'it falls behind slowly, and is behind for two seconds' },
    { lag: (ms: number) => Math.max(100, 4_000 - ms * 0.3), said: [], because: 'a new run catches up with its beginning' },
    {
      lag: (ms: number) => Math.max(100, 4_000 - ms * 0.05),
      said: ['shed 2000', 'shed 4100', 'shed 6200', 'shed 8300'],
      because: 'it catches up, but far too slowly',
    },
  ]) {
    it(`${said.length === 0 ? 'is let alone' : 'leaves rungs out'}: ${because}`, () => {
      expect(watch(new EncodeGuard(), 0, 8_900, lag)).toEqual(said);
    });
  }

  it('has nothing to leave out: it is let alone', () => {
    expect(watch(new EncodeGuard(), 0, 60_000, () => 5_000, { lighterCeiling: undefined })).toEqual([]);
  });

  it('says how high it may still encode', () => {
    const guard = new EncodeGuard();
    watch(guard, 0, 2_000, () => 1_000, { lighterCeiling: 719 });
    expect([guard.ceiling, guard.shed]).toEqual([719, 1]);
    watch(guard, 2_100, 4_200, () => 1_000, { lighterCeiling: 479 });
    expect([guard.ceiling, guard.shed]).toEqual([479, 2]);
  });

  it('tries one rung after the other again, each after a minute of calm', () => {
    const guard = new EncodeGuard();
    watch(guard, 0, 4_100, () => 1_000);
    expect(guard.shed).toBe(2);
    expect(watch(guard, 4_200, 200_000, () => 60)).toEqual(['recover 64200', 'recover 124300']);
    expect(guard.ceiling).toBeUndefined();
  });

  it('is not calm while it is nearly behind, nor while nothing comes', () => {
    const guard = new EncodeGuard();
    watch(guard, 0, 2_000, () => 1_000);
    expect(watch(guard, 2_100, 200_000, (ms) => (ms % 30_000 < 200 ? 700 : 60))).toEqual([]);
    expect(watch(guard, 200_100, 400_000, () => 0, { flows: false })).toEqual([]);
    expect(watch(guard, 400_100, 460_100, () => 60)).toEqual(['recover 460100']);
  });

  it('that was tried too early is tried again twice as late each time, at most every half an hour', () => {
    const guard = new EncodeGuard();
    const calms: number[] = [];
    let now = 0;
    for (let round = 0; round < 8; round++) {
      // behind with everything, calm with a rung less
      now = Number(watch(guard, now, now + 3_000, () => 2_000)[0]?.split(' ')[1]) + TICK_MS;
      const recovered = Number(watch(guard, now, now + 40 * 60_000, () => 60)[0]?.split(' ')[1]);
      calms.push(Math.round((recovered - now) / 60_000));
      now = recovered + TICK_MS;
    }
    expect(calms).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it('that was well for long begins with a minute again', () => {
    const guard = new EncodeGuard();
    watch(guard, 0, 3_000, () => 2_000);
    watch(guard, 3_100, 64_000, () => 60);
    watch(guard, 64_100, 67_000, () => 2_000);
    expect(watch(guard, 67_100, 200_000, () => 60)).toEqual(['recover 187100']);
    watch(guard, 200_100, 3_600_000, () => 60);
    watch(guard, 3_600_100, 3_603_000, () => 2_000);
    expect(watch(guard, 3_603_100, 3_700_000, () => 60)).toEqual(['recover 3663100']);
  });
});

describe('an encoder that fails', () => {
  it('is started again at once, then after a little pause each', () => {
    const guard = new EncodeGuard();
    guard.failed(1_000);
    expect([guard.isRestart, guard.mayStart(1_000)]).toEqual([true, true]);
    guard.failed(1_100);
    expect([guard.mayStart(1_349), guard.mayStart(1_350)]).toEqual([false, true]);
    guard.failed(1_400);
    expect([guard.mayStart(1_899), guard.mayStart(1_900)]).toEqual([false, true]);
  });

  it('is no restart any more once parts come', () => {
    const guard = new EncodeGuard();
    guard.failed(1_000);
    guard.judge(view({ hasParts: false }), 1_100);
    expect(guard.isRestart).toBe(true);
    guard.judge(view(), 1_200);
    expect(guard.isRestart).toBe(false);
  });

  it('four times in twenty seconds is left in peace for fifteen, then tried again', () => {
    const guard = new EncodeGuard();
    expect([1_000, 6_000, 11_000, 16_000].map((at) => guard.failed(at))).toEqual([false, false, false, true]);
    expect([guard.isPeace, guard.ceiling, guard.mayStart(16_000)]).toEqual([true, 0, true]);
    expect(watch(guard, 16_100, 60_000, () => 0)).toEqual(['recover 31000']);
    expect([guard.isPeace, guard.ceiling]).toEqual([false, undefined]);
  });

  it('now and then is none of a loop', () => {
    const guard = new EncodeGuard();
    expect(Array.from({ length: 50 }, (_, index) => guard.failed(index * 7_000))).not.toContain(true);
    expect(guard.mayStart(50 * 7_000)).toBe(true);
  });

  it('keeps what was left out before the peace', () => {
    const guard = new EncodeGuard();
    watch(guard, 0, 2_000, () => 1_000);
    for (const at of [3_000, 3_100, 3_200, 3_300]) guard.failed(at);
    expect(guard.ceiling).toBe(0);
    watch(guard, 3_400, 20_000, () => 0);
    expect(guard.ceiling).toBe(719);
  });
});

for (let seed = 1; seed <= 10; seed++) {
  it(`whatever happens, ceilings only fall by shedding and rise by recovering, and a failed encoder is always started again (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const guard = new EncodeGuard({ recoverAfterMs: 3_000 });
    const rungs = [1_080, 720, 480, 360];
    let shed = 0;
    let mood = 0;
    for (let ms = 0; ms < 600_000; ms += TICK_MS) {
      if (random() < 0.02) mood = random() ** 3 * 4_000;
      if (random() < 0.01) guard.failed(ms);
      const lighterCeiling = rungs[shed] === undefined || guard.isPeace ? undefined : (rungs[shed] ?? 0) - 1;
      const before = guard.shed;
      const verdict = guard.judge(view({ lagMs: mood * random(), flows: random() > 0.01, lighterCeiling }), ms);
      if (verdict === 'shed') shed++;
      if (verdict === 'recover' && guard.shed < before) shed--;
      expect(guard.shed).toBe(shed);
      expect(guard.ceiling).toBe(guard.isPeace ? 0 : shed === 0 ? undefined : (rungs[shed - 1] ?? 0) - 1);
      expect(guard.mayStart(ms + 1_000)).toBe(true);
    }
  });
}
