import { describe, expect, it } from 'vitest';
import type { FeedEntry } from '../../core/contracts/room/entries.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { FeedCursor } from './feed-cursor.ts';

const entry = (offset: number): FeedEntry => ({ offset, atMs: 0, audience: 'all', body: { kind: 'blank' } });
const offsets = (entries: readonly FeedEntry[]) => entries.map(({ offset }) => offset);

describe('FeedCursor', () => {
  it('gives out what follows, keeps what does not, forgets what was', () => {
    const cursor = new FeedCursor(10);
    expect(offsets(cursor.offer([entry(10), entry(12), entry(13)]))).toEqual([]);
    expect([cursor.hasHole, cursor.heardOf]).toEqual([true, 13]);
    expect(offsets(cursor.offer([entry(11), entry(12)]))).toEqual([11, 12, 13]);
    expect([cursor.hasHole, cursor.offset]).toEqual([false, 13]);
  });

  it('knows of a hole from hearsay', () => {
    const cursor = new FeedCursor(10);
    cursor.hear(9);
    expect(cursor.hasHole).toBe(false);
    cursor.hear(11);
    expect(cursor.hasHole).toBe(true);
    expect(offsets(cursor.offer([entry(11)]))).toEqual([11]);
    expect(cursor.hasHole).toBe(false);
  });

  it('keeps a bounded number, and still takes the next one', () => {
    const cursor = new FeedCursor(0);
    cursor.offer(Array.from({ length: 5_000 }, (_, index) => entry(index + 2)));
    expect(cursor.offer([entry(1)]).length).toBe(2_001);
    expect([cursor.offset, cursor.hasHole, cursor.heardOf]).toEqual([2_001, true, 5_001]);
  });

  it.each([1, 2, 3, 4])('gives each once and in order, though hints are lost, doubled and overtake each other (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const cursor = new FeedCursor(0);
    const out: number[] = [];
    for (let edge = 0; edge < 400; ) {
      const batch = Array.from({ length: 1 + Math.floor(random() * 5) }, () => entry(++edge));
      if (random() < 0.3) continue;
      const shuffled = random() < 0.3 ? batch.toReversed() : batch;
      out.push(...offsets(cursor.offer(shuffled)));
      if (random() < 0.3) out.push(...offsets(cursor.offer(batch)));
      if (random() < 0.2) {
        const read = Array.from({ length: edge - cursor.offset }, (_, index) => entry(cursor.offset + 1 + index));
        out.push(...offsets(cursor.offer(read)));
        expect(cursor.hasHole).toBe(false);
      }
    }
    expect(out).toEqual(Array.from({ length: cursor.offset }, (_, index) => index + 1));
  });
});
