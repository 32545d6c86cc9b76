import { afterEach, describe, expect, it } from 'vitest';
import type { StreamId } from '../contracts/ids.ts';
import type { TimelineEntry } from '../contracts/timeline.ts';
import { seededRandom, waitUntil } from '../runtime/test-support.ts';
import type { LoggedEntry, LogPosition, MediaLog } from './media-log.ts';
import { ended, opened, part, run, STREAM } from './test-timeline.ts';

/** An open adapter. `keepBytes` asks for a small log; the adapter may keep somewhat more, never much more. */
export type OpenMediaLog = (options: { readonly keepBytes?: number }) => Promise<MediaLog>;

const FENCE = { holder: 'one', epoch: 1 };
const OTHER = 'other' as StreamId;

/** Reads from a log until told otherwise; everything it got, in order. */
class Reader {
  readonly got: LoggedEntry[] = [];
  readonly finished: Promise<void>;
  readonly #abort = new AbortController();

  constructor(log: MediaLog, stream = STREAM, after?: LogPosition) {
    this.finished = this.#read(log, stream, after);
  }

  get entries(): readonly TimelineEntry[] {
    return this.got.map((logged) => logged.entry);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.finished;
  }

  async #read(log: MediaLog, stream: StreamId, after: LogPosition | undefined): Promise<void> {
    for await (const logged of log.follow(stream, after, this.#abort.signal)) this.got.push(logged);
  }
}

/** What every MediaLog does. */
export function mediaLogContract(name: string, open: OpenMediaLog): void {
  describe(`MediaLog contract: ${name}`, () => {
    const logs: MediaLog[] = [];
    const readers: Reader[] = [];

    async function openLog(options: { keepBytes?: number } = {}): Promise<MediaLog> {
      const log = await open(options);
      logs.push(log);
      return log;
    }

    function read(log: MediaLog, stream = STREAM, after?: LogPosition): Reader {
      const reader = new Reader(log, stream, after);
      readers.push(reader);
      return reader;
    }

    async function append(log: MediaLog, entries: readonly TimelineEntry[], stream = STREAM): Promise<LogPosition[]> {
      const positions: LogPosition[] = [];
      for (const entry of entries) positions.push(await log.append(stream, entry, FENCE));
      return positions;
    }

    /** Reads from `after` until the newest entry came. */
    async function readAll(log: MediaLog, after?: LogPosition): Promise<readonly TimelineEntry[]> {
      const mark = ended();
      await log.append(STREAM, mark, FENCE);
      const reader = read(log, STREAM, after);
      await waitUntil(() => reader.entries.at(-1)?.kind === 'ended', { within: 5_000, what: 'the last entry' });
      await reader.stop();
      return reader.entries.slice(0, -1);
    }

    afterEach(async () => {
      await Promise.all(readers.splice(0).map((reader) => reader.stop()));
      await Promise.all(logs.splice(0).map((log) => log.close()));
    });

    it('gives a late reader everything kept, in order, byte for byte', async () => {
      const log = await openLog();
      const entries = [opened(), run(0), part(0, 0), part(0, 1, 70_000), ended()];
      await append(log, entries);
      const reader = read(log);
      await waitUntil(() => reader.got.length === entries.length, { within: 5_000 });
      expect(reader.entries).toEqual(entries);
    });

    it('gives an early reader every entry as it comes, also when nobody had written yet', async () => {
      const log = await openLog();
      const reader = read(log);
      for (let msn = 0; msn < 20; msn++) {
        await append(log, [part(0, msn)]);
        await waitUntil(() => reader.got.length === msn + 1, { within: 5_000, what: `part ${msn}` });
      }
      expect(reader.entries).toEqual(Array.from({ length: 20 }, (_, msn) => part(0, msn)));
    });

    it('goes on after any position, and positions sort as text', async () => {
      const log = await openLog();
      const entries = [opened(), run(0), ...Array.from({ length: 12 }, (_, msn) => part(0, msn))];
      const positions = await append(log, entries);
      expect([...positions].sort()).toEqual(positions);
      for (const [index, position] of positions.entries()) {
        const reader = read(log, STREAM, position);
        await waitUntil(() => reader.got.length === entries.length - index - 1, { within: 5_000, what: `from ${index}` });
        await reader.stop();
        expect(reader.entries).toEqual(entries.slice(index + 1));
        expect(reader.got.map((logged) => logged.position)).toEqual(positions.slice(index + 1));
      }
    });

    it('starts over for a position of another life of the log', async () => {
      const before = await openLog();
      const [, stale] = await append(before, [opened(), run(0), part(0, 0)]);
      const log = await openLog();
      await append(log, [opened('recording2'), run(0), part(0, 0)]);
      expect(await readAll(log, stale)).toEqual([opened('recording2'), run(0), part(0, 0)]);
    });

    it('starts over for a position that makes no sense', async () => {
      const log = await openLog();
      await append(log, [opened(), run(0)]);
      expect(await readAll(log, 'nonsense' as LogPosition)).toEqual([opened(), run(0)]);
    });

    it('starts a new reader at the newest recording, and lets one that follows see the old one out', async () => {
      const log = await openLog();
      const following = read(log);
      const first = [opened('recording1'), run(0), part(0, 0), ended()];
      const second = [opened('recording2'), run(1), part(1, 1)];
      await append(log, [...first, ...second]);
      await waitUntil(() => following.got.length === 7, { within: 5_000 });
      expect(following.entries).toEqual([...first, ...second]);
      expect(await readAll(log)).toEqual(second);
    });

    it('keeps what a late reader needs: opened, the runs its parts refer to, an unbroken end', async () => {
      const log = await openLog({ keepBytes: 40_000 });
      await append(log, [opened(), run(0)]);
      for (let msn = 0; msn < 200; msn++) {
        if (msn === 100 || msn === 195) await append(log, [run(msn === 100 ? 1 : 2)]);
        await append(log, [part(msn < 100 ? 0 : msn < 195 ? 1 : 2, msn, 2_000)]);
      }
      const kept = await readAll(log);
      const parts = kept.filter((entry) => entry.kind === 'part');
      const runs = kept.filter((entry) => entry.kind === 'run').map((entry) => entry.run);
      expect(kept[0]).toEqual(opened());
      expect(runs).toEqual([1, 2]);
      expect(kept.indexOf(kept.find((entry) => entry.kind === 'part') ?? opened())).toBeGreaterThan(1);
      expect(parts.map((entry) => entry.msn)).toEqual(Array.from({ length: parts.length }, (_, index) => 200 - parts.length + index));
      expect(parts.length).toBeGreaterThanOrEqual(10);
      expect(parts.length).toBeLessThan(100);
    });

    it('starts a reader over that was too slow, without a hole after the new start', async () => {
      const log = await openLog({ keepBytes: 40_000 });
      await append(log, [opened(), run(0), part(0, 0, 2_000)]);
      const abort = new AbortController();
      const slow = log.follow(STREAM, undefined, abort.signal)[Symbol.asyncIterator]();
      const got: TimelineEntry[] = [];
      for (let index = 0; index < 3; index++) {
        const next = await slow.next();
        if (next.done !== true) got.push(next.value.entry);
      }
      expect(got).toEqual([opened(), run(0), part(0, 0, 2_000)]);
      for (let msn = 1; msn < 300; msn++) await append(log, [part(0, msn, 2_000)]);
      const again: TimelineEntry[] = [];
      for (;;) {
        const next = await slow.next();
        if (next.done === true) break;
        again.push(next.value.entry);
        if (next.value.entry.kind === 'part' && next.value.entry.msn === 299) break;
      }
      abort.abort();
      expect(again.slice(0, 2)).toEqual([opened(), run(0)]);
      const msns = again.flatMap((entry) => (entry.kind === 'part' ? [entry.msn] : []));
      expect(msns).toEqual(Array.from({ length: msns.length }, (_, index) => 300 - msns.length + index));
      expect(msns.length).toBeLessThan(150);
    });

    it('refuses a writer whose lease somebody newer has, and writes nothing', async () => {
      const log = await openLog();
      await log.append(STREAM, opened(), { holder: 'one', epoch: 1 });
      await log.append(STREAM, run(0), { holder: 'two', epoch: 2 });
      const overtaken: { holder: string; epoch: number; because: string }[] = [
        { holder: 'one', epoch: 1, because: 'a newer epoch has written' },
        { holder: 'three', epoch: 2, because: 'one epoch has one holder' },
      ];
      for (const { holder, epoch, because } of overtaken) {
        await expect(log.append(STREAM, part(0, 0), { holder, epoch }), because).rejects.toMatchObject({ code: 'CORE_LEASE_LOST' });
      }
      await log.append(OTHER, opened('recording2', OTHER), { holder: 'one', epoch: 1 });
      const reader = read(log);
      await log.append(STREAM, ended(), { holder: 'two', epoch: 2 });
      await waitUntil(() => reader.got.length === 3, { within: 5_000 });
      expect(reader.entries).toEqual([opened(), run(0), ended()]);
    });

    it('ends the iteration without an error when the signal aborts, waiting or not', async () => {
      const log = await openLog();
      await append(log, [opened()]);
      const waiting = read(log);
      await waitUntil(() => waiting.got.length === 1, { within: 5_000 });
      await waiting.stop();
      const before: unknown[] = [];
      for await (const logged of log.follow(STREAM, undefined, AbortSignal.abort())) before.push(logged);
      expect(before).toEqual([]);
    });

    it('tells which streams there are and calls back for each once', async () => {
      const log = await openLog();
      await append(log, [opened()]);
      const seen: StreamId[] = [];
      const stop = log.onStream((stream) => seen.push(stream));
      const waiting = read(log, OTHER);
      await waitUntil(() => seen.length === 1, { within: 5_000 });
      expect(await log.streams()).toEqual([STREAM]);
      await append(log, [opened('recording2', OTHER), run(0)], OTHER);
      await waitUntil(() => seen.length === 2 && waiting.got.length === 2, { within: 5_000 });
      stop();
      await append(log, [opened('recording3', 'third' as StreamId)], 'third' as StreamId);
      expect([...(await log.streams())].sort()).toEqual([STREAM, OTHER, 'third']);
      expect(seen).toEqual([STREAM, OTHER]);
    });

    it('keeps streams apart', async () => {
      const log = await openLog();
      const reader = read(log, OTHER);
      await append(log, [opened(), run(0)]);
      await append(log, [opened('recording2', OTHER)], OTHER);
      await waitUntil(() => reader.got.length === 1, { within: 5_000 });
      expect(reader.entries).toEqual([opened('recording2', OTHER)]);
    });

    it('close ends every reader and refuses every writer', async () => {
      const log = await openLog();
      await append(log, [opened()]);
      const reader = read(log);
      await waitUntil(() => reader.got.length === 1, { within: 5_000 });
      await log.close();
      await reader.finished;
      await expect(append(log, [run(0)])).rejects.toMatchObject({ code: 'CORE_MEDIA_LOG_CLOSED' });
      const late: unknown[] = [];
      for await (const logged of log.follow(STREAM, undefined, new AbortController().signal)) late.push(logged);
      expect(late).toEqual([]);
    });

    for (const seed of [1, 2, 3]) {
      it(`is what a list is, over a random walk of appends and readers (seed ${seed})`, async () => {
        const random = seededRandom(seed);
        const log = await openLog();
        const model: LoggedEntry[] = [];
        const started: { reader: Reader; fromIndex: number }[] = [];
        for (let step = 0; step < 150; step++) {
          if (random() < 0.8 || model.length === 0) {
            const entry = model.length === 0 ? opened() : random() < 0.05 ? run(step) : part(0, step, Math.floor(random() * 300));
            model.push({ entry, position: await log.append(STREAM, entry, FENCE) });
          } else {
            const fromIndex = Math.floor(random() * (model.length + 1));
            started.push({ reader: read(log, STREAM, model[fromIndex - 1]?.position), fromIndex });
          }
        }
        for (const { reader, fromIndex } of started) {
          await waitUntil(() => reader.got.length >= model.length - fromIndex, { within: 5_000, what: `from ${fromIndex}` });
          expect(reader.got).toEqual(model.slice(fromIndex));
        }
      });
    }
  });
}
