import { describe, expect, it } from 'vitest';
import { FIRST_SIZES, type Pane, PANE_NAMES, PANES, readSizes, resized, sizeByKey } from './panes.ts';

describe('the panes of the control room', () => {
  it.each<{ pane: Pane; key: string; isRtl: boolean; by: number; because: string }>([
    { pane: 'views', key: 'ArrowDown', isRtl: false, by: 2, because: 'their border goes down' },
    { pane: 'staff', key: 'ArrowDown', isRtl: false, by: -2, because: 'its border goes down' },
    { pane: 'talk', key: 'ArrowLeft', isRtl: false, by: 2, because: 'its border goes left, and it is on the right' },
    { pane: 'talk', key: 'ArrowLeft', isRtl: true, by: -2, because: 'it is on the left' },
  ])('$pane by $key: $by, because $because', ({ pane, key, isRtl, by }) => {
    expect((sizeByKey(FIRST_SIZES, pane, key, isRtl) ?? 0) - FIRST_SIZES[pane]).toBe(by);
  });

  it('leave other keys alone, and know their ends and their first size', () => {
    expect(sizeByKey(FIRST_SIZES, 'views', 'ArrowLeft', false)).toBeUndefined();
    expect(sizeByKey(FIRST_SIZES, 'views', 'a', false)).toBeUndefined();
    expect(['Home', 'End', 'Enter'].map((key) => sizeByKey({ ...FIRST_SIZES, views: 50 }, 'views', key, false))).toEqual([
      PANES.views.least,
      PANES.views.most,
      PANES.views.first,
    ]);
  });

  it('leave room for each other, wherever they are dragged', () => {
    let sizes = FIRST_SIZES;
    for (let turn = 0; turn < 500; turn++) {
      const pane = PANE_NAMES[turn % PANE_NAMES.length] ?? 'views';
      sizes = resized(sizes, pane, ((turn * 37) % 140) - 20);
      expect(sizes.views + sizes.staff).toBeLessThanOrEqual(82);
      for (const name of PANE_NAMES) expect(sizes[name]).toBeGreaterThanOrEqual(PANES[name].least);
    }
  });

  it('are read as they were kept; what cannot be is as at first', () => {
    const sizes = resized(FIRST_SIZES, 'talk', 44);
    expect(readSizes(JSON.stringify(sizes))).toEqual(sizes);
    expect([readSizes(null), readSizes('{'), readSizes('7'), readSizes('{"views":"much"}')]).toEqual(Array(4).fill(FIRST_SIZES));
    expect(readSizes('{"views":900,"staff":900}')).toMatchObject({ views: 58, staff: 24 });
  });
});
