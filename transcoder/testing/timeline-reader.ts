/** A stream's timeline as a test looks at it. */
import { expect } from 'vitest';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { PartAdded, RunStarted, TimelineEntry } from '../../core/contracts/timeline.ts';
import { TIMESCALE } from '../../core/contracts/timeline.ts';
import type { MediaLog } from '../../core/ports/media-log.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';

export interface SeenPart extends PartAdded {
  /** Unix ms. */
  readonly seenMs: number;
}

/** Follows a stream from its beginning. */
export class TimelineReader {
  readonly entries: TimelineEntry[] = [];
  readonly runs: RunStarted[] = [];
  readonly parts: SeenPart[] = [];
  readonly #over = new AbortController();
  readonly #following: Promise<void>;

  constructor(log: MediaLog, stream: StreamId) {
    this.#following = this.#follow(log, stream);
  }

  async #follow(log: MediaLog, stream: StreamId): Promise<void> {
    for await (const { entry } of log.follow(stream, undefined, this.#over.signal)) {
      this.entries.push(entry);
      if (entry.kind === 'run') this.runs.push(entry);
      if (entry.kind === 'part') this.parts.push({ ...entry, seenMs: Date.now() });
    }
  }

  of(rendition: string): readonly SeenPart[] {
    return this.parts.filter((part) => part.rendition === rendition);
  }

  /** The newest run's inits that differ: how many encodes it has beside the sound alone. */
  encodesOf(run: RunStarted): number {
    return new Set(run.renditions.filter((one) => one.width > 0).map((one) => `${one.width}x${one.height}`)).size;
  }

  /** Waits for a run of a kind that has a part; returns it. */
  untilRun(isIt: (run: RunStarted) => boolean, within = 15_000): Promise<RunStarted> {
    return waitUntil(() => this.runs.find((run) => isIt(run) && this.parts.some((part) => part.run === run.run)), {
      within,
      what: `a run; there were ${this.runs.map((run) => `${run.cause}/${this.encodesOf(run)}`).join(' ')}`,
    });
  }

  /** Waits until `count` more parts of a rendition are there. */
  async untilParts(count: number, rendition = 'source', within = 20_000): Promise<void> {
    const before = this.of(rendition).length;
    await waitUntil(() => this.of(rendition).length >= before + count, { within, what: `${count} parts of ${rendition}` });
  }

  /** What must be true of every timeline, whatever happened. */
  expectSound(): void {
    const renditions = new Set(this.parts.map((part) => part.rendition));
    for (const rendition of renditions) {
      const parts = this.of(rendition);
      for (const [index, part] of parts.entries()) {
        const before = parts[index - 1];
        if (before === undefined) continue;
        if (before.msn === part.msn) {
          expect([part.part, before.closesSegment], `${rendition} ${part.msn}`).toEqual([before.part + 1, false]);
          expect(part.run).toBe(before.run);
          continue;
        }
        expect(part.msn, `${rendition}: numbers go on`).toBe(before.msn + 1);
        expect([part.part, part.independent, before.closesSegment], `${rendition} ${part.msn}`).toEqual([0, true, true]);
        if (part.run !== before.run) continue;
        const lengthMs =
          (parts.filter((one) => one.msn === before.msn).reduce((sum, one) => sum + one.durationTicks, 0) / TIMESCALE) * 1000;
        const offBy = part.segmentStartMs - before.segmentStartMs - lengthMs;
        expect(Math.abs(offBy), `${rendition} ${part.msn}: dates follow the durations`).toBeLessThan(15);
      }
    }
    const discontinuities = this.runs.map((run) => run.discontinuitySequence);
    expect(discontinuities.slice(1).map((one, index) => one - (discontinuities[index] ?? 0))).toEqual(
      discontinuities.slice(1).map(() => 1),
    );
    const dates = new Map<number, number>();
    for (const part of this.parts) {
      expect(part.segmentStartMs, `segment ${part.msn} has one date`).toBe(dates.get(part.msn) ?? part.segmentStartMs);
      dates.set(part.msn, part.segmentStartMs);
    }
  }

  async close(): Promise<void> {
    this.#over.abort();
    await this.#following;
  }
}
