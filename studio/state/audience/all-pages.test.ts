import { describe, expect, it } from 'vitest';
import { UNREACHABLE } from '../../api/client.ts';
import { allPages } from './all-pages.ts';

describe('a list that comes by pages', () => {
  it('is fetched to its end, each page after the one before', async () => {
    const asked: unknown[] = [];
    const whole = await allPages<number>((from) => {
      asked.push(from);
      const at = Number(from ?? 0);
      return Promise.resolve({ ok: true, value: { items: [at, at + 1], next: at === 4 ? null : String(at + 2) } });
    });
    expect(asked).toEqual([undefined, '2', '4']);
    expect(whole).toEqual({ ok: true, value: { items: [0, 1, 2, 3, 4, 5], hasMore: false } });
  });

  it('says when it is longer than one looks at', async () => {
    const whole = await allPages<number>(() => Promise.resolve({ ok: true, value: { items: [1], next: 'on' } }));
    expect(whole).toMatchObject({ ok: true, value: { hasMore: true } });
  });

  it('fails whole: half a list looks like a whole one', async () => {
    let pages = 0;
    const whole = await allPages<number>(() =>
      Promise.resolve(++pages === 1 ? { ok: true, value: { items: [1], next: 'on' } } : { ok: false, failure: UNREACHABLE }),
    );
    expect(whole).toEqual({ ok: false, failure: UNREACHABLE });
  });
});
