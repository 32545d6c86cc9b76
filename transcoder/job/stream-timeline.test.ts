import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Msn, RenditionId, StreamId } from '../../core/contracts/ids.ts';
import type { PartAdded, RunStarted, StreamProfile } from '../../core/contracts/timeline.ts';
import { LeaseMemory } from '../../core/ports/lease-memory.ts';
import { MediaLogMemory } from '../../core/ports/media-log-memory.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { Journal } from './journal.ts';
import { StreamTimeline } from './stream-timeline.ts';

const STREAM = 'stage' as StreamId;
const SOURCE = 'source' as RenditionId;
const PROFILE: StreamProfile = { partTargetSeconds: 0.334, targetDurationSeconds: 4, namePrefix: 'abcdefgh', renditions: [SOURCE] };

const run = (numbers: { run: number; firstMsn: number; discontinuitySequence: number }): RunStarted => ({
  kind: 'run',
  cause: 'publisher',
  atMs: 0,
  renditions: [],
  ...numbers,
  firstMsn: numbers.firstMsn as Msn,
});
const part = (of: number, msn: number, closesSegment = true): PartAdded => ({
  kind: 'part',
  run: of,
  rendition: SOURCE,
  msn: msn as Msn,
  part: 0,
  durationTicks: 90_000,
  independent: true,
  closesSegment,
  segmentStartMs: msn * 1000,
  inputAtMs: 0,
  bytes: Uint8Array.of(1),
});

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'plenary-timeline-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** A process: its log is its own, the disk is shared. Calls back for each entry as it is written. */
async function begin(
  onWritten: (entry: { kind: string; msn?: number; run?: number; discontinuitySequence?: number }) => void = () => undefined,
) {
  const mediaLog = new MediaLogMemory({ log: silentLog });
  const lease = await new LeaseMemory().acquire(STREAM, 'test', 60_000);
  if (lease === undefined) throw new Error('no lease');
  const append = mediaLog.append.bind(mediaLog);
  mediaLog.append = async (stream, entry, fence) => {
    onWritten(entry);
    return append(stream, entry, fence);
  };
  const journal = new Journal(dataDir, STREAM);
  return new StreamTimeline({ stream: STREAM, mediaLog, lease, journal, state: await journal.load(), clock: systemClock, log: silentLog });
}

describe('numbers', () => {
  it('go on from run to run; the first run of a recording is no discontinuity', async () => {
    const timeline = await begin();
    timeline.open(PROFILE);
    const first = timeline.takeNumbers();
    timeline.write(run(first));
    timeline.write(part(first.run, 0));
    timeline.write(part(first.run, 1));
    timeline.used(2);
    expect(timeline.takeNumbers()).toEqual({ run: 1, firstMsn: 2, discontinuitySequence: 1 });
    timeline.end('publisher-gone');
    timeline.open(PROFILE);
    expect(timeline.takeNumbers()).toEqual({ run: 2, firstMsn: 2, discontinuitySequence: 1 });
    await timeline.close();
  });

  it('of a run that had no part are free for the next', async () => {
    const timeline = await begin();
    timeline.open(PROFILE);
    timeline.used(undefined);
    expect(timeline.takeNumbers().firstMsn).toBe(0);
    await timeline.close();
  });

  it('after an orderly end go on behind what was reserved, in the same recording', async () => {
    const before = await begin();
    const { id } = before.open(PROFILE);
    const numbers = before.takeNumbers();
    before.write(run(numbers));
    before.write(part(numbers.run, 0));
    await before.close();
    const after = await begin();
    expect(after.recording?.id).toBe(id);
    expect(after.takeNumbers()).toMatchObject({ run: 1, discontinuitySequence: 1 });
    await after.close();
  });

  it('are new ones after an ended recording', async () => {
    const before = await begin();
    before.open(PROFILE);
    before.write(run(before.takeNumbers()));
    before.end('ended-by-host');
    await before.close();
    expect((await begin()).recording).toBeUndefined();
  });

  for (let seed = 1; seed <= 10; seed++) {
    it(`that somebody has seen are on the disk, whenever the process dies (seed ${seed})`, async () => {
      const random = seededRandom(seed);
      const seen = { msn: -1, run: -1, discontinuity: -1 };
      for (let life = 0; life < 5; life++) {
        // what the disk says at the moment of an append is what the next life would begin with
        const checks: Promise<void>[] = [];
        const timeline = await begin((entry) => {
          const { msn = -1, run: ofRun = -1, discontinuitySequence = -1 } = entry;
          seen.msn = Math.max(seen.msn, msn);
          seen.run = Math.max(seen.run, ofRun);
          seen.discontinuity = Math.max(seen.discontinuity, discontinuitySequence);
          const now = { ...seen };
          checks.push(
            new Journal(dataDir, STREAM).load().then((disk) => {
              if (entry.kind === 'opened') return;
              expect(disk.nextMsn).toBeGreaterThan(now.msn);
              expect(disk.nextRun).toBeGreaterThan(now.run);
              expect(disk.discontinuitySequence).toBeGreaterThanOrEqual(now.discontinuity);
            }),
          );
        });
        if (timeline.recording === undefined) timeline.open(PROFILE);
        for (let round = 0; round < 4; round++) {
          const numbers = timeline.takeNumbers();
          expect(numbers.firstMsn).toBeGreaterThan(seen.msn);
          expect(numbers.run).toBeGreaterThan(seen.run);
          timeline.write(run(numbers));
          const segments = 1 + Math.floor(random() * 9);
          for (let index = 0; index < segments; index++) {
            timeline.write(part(numbers.run, numbers.firstMsn + index));
            if (random() < 0.5) await new Promise((resolve) => setImmediate(resolve));
          }
          timeline.used(numbers.firstMsn + segments);
          await new Promise((resolve) => setImmediate(resolve));
        }
        await timeline.close();
        await Promise.all(checks);
      }
    });
  }
});
