import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../contracts/timeline.ts';
import { ManualClock } from '../runtime/clock.ts';
import { silentLog } from '../runtime/log.ts';
import { seededRandom } from '../runtime/test-support.ts';
import { mediaLogContract } from './media-log.contract.ts';
import { MediaLogMemory } from './media-log-memory.ts';
import { ended, opened, part, run, STREAM } from './test-timeline.ts';

mediaLogContract('memory', async ({ keepBytes }) => {
  return new MediaLogMemory({ log: silentLog, ...(keepBytes === undefined ? {} : { retention: { bytes: keepBytes } }) });
});

const FENCE = { holder: 'one', epoch: 1 };

/** What a reader that starts now gets without waiting. */
async function snapshot(log: MediaLogMemory): Promise<TimelineEntry[]> {
  const abort = new AbortController();
  const got: TimelineEntry[] = [];
  const reading = (async () => {
    for await (const { entry } of log.follow(STREAM, undefined, abort.signal)) got.push(entry);
  })();
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  abort.abort();
  await reading;
  return got;
}

describe('MediaLogMemory', () => {
  it('wakes a waiting follower in the microtasks of the append: no timer, no turn of the event loop between', async () => {
    const log = new MediaLogMemory({ log: silentLog });
    const follower = log.follow(STREAM, undefined, new AbortController().signal);
    const pending = follower.next();
    const order: string[] = [];
    setImmediate(() => order.push('next turn'));
    void pending.then(() => order.push('follower'));
    await log.append(STREAM, opened(), FENCE);
    for (let tick = 0; tick < 10; tick++) await Promise.resolve();
    expect(order).toEqual(['follower']);
    await log.close();
  });

  it('hands on the bytes themselves, not a copy', async () => {
    const log = new MediaLogMemory({ log: silentLog });
    const entry = part(0, 0);
    await log.append(STREAM, entry, FENCE);
    expect((await snapshot(log))[0]).toBe(entry);
  });

  it('drops by age, counted from the newest entry: a stream that stops keeps its last minute', async () => {
    const clock = new ManualClock();
    const log = new MediaLogMemory({ log: silentLog, clock, retention: { ageMs: 60_000 } });
    await log.append(STREAM, opened(), FENCE);
    await log.append(STREAM, run(0), FENCE);
    for (let msn = 0; msn <= 100; msn++) {
      clock.advance(1_000);
      await log.append(STREAM, part(0, msn), FENCE);
    }
    clock.advance(300_000);
    const msns = (await snapshot(log)).flatMap((entry) => (entry.kind === 'part' ? [entry.msn] : []));
    expect(msns).toEqual(Array.from({ length: 61 }, (_, index) => index + 40));
  });

  it('keeps the newest entry even when it alone is over the bound', async () => {
    const log = new MediaLogMemory({ log: silentLog, retention: { bytes: 1_000 } });
    await log.append(STREAM, opened(), FENCE);
    await log.append(STREAM, run(0), FENCE);
    await log.append(STREAM, part(0, 0, 5_000), FENCE);
    expect(await snapshot(log)).toEqual([opened(), run(0), part(0, 0, 5_000)]);
  });

  it('gives the media of a silent stream back, and still says what the stream was', async () => {
    const clock = new ManualClock();
    const log = new MediaLogMemory({ log: silentLog, clock, retention: { idleMs: 600_000 } });
    for (const entry of [opened(), run(0), part(0, 0), run(1), part(1, 1), ended()]) await log.append(STREAM, entry, FENCE);
    clock.advance(600_001);
    const other = 'other' as typeof STREAM;
    await log.append(other, opened('recording2', other), FENCE);
    expect(await snapshot(log)).toEqual([opened(), run(1), ended()]);
  });

  it('a listener for streams that throws harms neither the writer nor the other listeners', async () => {
    const log = new MediaLogMemory({ log: silentLog });
    const seen: string[] = [];
    log.onStream(() => {
      throw new Error('listener');
    });
    log.onStream((stream) => seen.push(stream));
    await log.append(STREAM, opened(), FENCE);
    expect(seen).toEqual([STREAM]);
  });

  for (const seed of [11, 12, 13, 14, 15]) {
    it(`keeps what a naive model keeps, and slow readers miss only what was dropped (seed ${seed})`, async () => {
      const random = seededRandom(seed);
      const clock = new ManualClock();
      const retention = { ageMs: 5_000, bytes: 20_000, idleMs: 3_600_000 };
      const log = new MediaLogMemory({ log: silentLog, clock, retention });
      const all: { entry: TimelineEntry; atMs: number; costBytes: number }[] = [];
      let runNumber = -1;
      let msn = 0;
      let isOpen = false;
      const slow = log.follow(STREAM, undefined, new AbortController().signal);
      let slowAt = 0;

      const keptFrom = () => {
        const newestMs = all.at(-1)?.atMs ?? 0;
        let from = all.length - 1;
        let bytes = all[from]?.costBytes ?? 0;
        while (from > 0) {
          const before = all[from - 1];
          if (before === undefined || before.atMs < newestMs - retention.ageMs || bytes + before.costBytes > retention.bytes) break;
          bytes += before.costBytes;
          from -= 1;
        }
        return Math.max(from, 0);
      };
      // The naive model drops for good: what has once left the window never comes back.
      let droppedTo = 0;
      const expected = () => {
        const lastOpened = all.findLastIndex(({ entry }) => entry.kind === 'opened');
        if (lastOpened >= droppedTo) return all.slice(lastOpened).map(({ entry }) => entry);
        const windowEntries = all.slice(droppedTo).map(({ entry }) => entry);
        const needed = new Set(windowEntries.flatMap((entry) => (entry.kind === 'part' ? [entry.run] : [])));
        const newestRun = all.findLast(({ entry }) => entry.kind === 'run')?.entry;
        const header = all
          .slice(lastOpened, droppedTo)
          .map(({ entry }) => entry)
          .filter(
            (entry) =>
              entry.kind === 'opened' || entry.kind === 'ended' || entry === newestRun || (entry.kind === 'run' && needed.has(entry.run)),
          );
        return [...header, ...windowEntries];
      };

      for (let step = 0; step < 600; step++) {
        if (random() < 0.1) clock.advance(Math.floor(random() * 2_000));
        let entry: TimelineEntry;
        const dice = random();
        if (!isOpen) {
          entry = opened(`recording${step}`);
          isOpen = true;
        } else if (dice < 0.01) {
          entry = ended();
          isOpen = false;
        } else if (runNumber < 0 || all.at(-1)?.entry.kind === 'opened' || dice < 0.06) {
          runNumber += 1;
          entry = run(runNumber);
        } else entry = part(runNumber, msn++, Math.floor(random() * 2_000));
        const costBytes = entry.kind === 'part' ? 512 + entry.bytes.length : entry.kind === 'run' ? 1_028 : 512;
        all.push({ entry, atMs: clock.monotonicMs(), costBytes });
        await log.append(STREAM, entry, FENCE);
        droppedTo = Math.max(droppedTo, keptFrom());
        if (step % 10 === 0) expect(await snapshot(log)).toEqual(expected());
        if (random() < 0.3) {
          const next = await slow.next();
          if (next.done === true) throw new Error('ended too early');
          const { entry: got } = next.value;
          const index = all.findLastIndex((known) => known.entry === got);
          expect(index).toBeGreaterThanOrEqual(0);
          if (got.kind === 'part') {
            expect(index).toBeGreaterThanOrEqual(slowAt);
            if (index > slowAt) {
              const missed = all.slice(slowAt, index).flatMap(({ entry }, offset) => (entry.kind === 'part' ? [slowAt + offset] : []));
              const startsAt = Math.max(
                droppedTo,
                all.findLastIndex((known) => known.entry.kind === 'opened'),
              );
              expect(missed.filter((at) => at >= startsAt)).toEqual([]);
            }
            slowAt = index + 1;
          }
        }
      }
      await log.close();
    });
  }
});
