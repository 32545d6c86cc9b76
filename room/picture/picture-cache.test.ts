import { expect, it } from 'vitest';
import { PictureCache } from './picture-cache.ts';

it('asks once for what many want, keeps as much as there is room for, and does not keep a no', async () => {
  const asked: string[] = [];
  const cache = new PictureCache((id) => {
    asked.push(id);
    return Promise.resolve(id === 'none' ? undefined : { type: 'image/png' as const, bytes: new Uint8Array(40) });
  }, 100);
  await Promise.all(Array.from({ length: 100 }, () => cache.get('a')));
  await cache.get('a');
  expect(asked).toEqual(['a']);
  await cache.get('none');
  expect(await cache.get('none')).toBeUndefined();
  expect(asked).toEqual(['a', 'none', 'none']);
  await cache.get('b');
  await cache.get('c');
  await cache.get('b');
  await cache.get('a');
  expect(asked).toEqual(['a', 'none', 'none', 'b', 'c', 'a']);
});

it('asks again after it could not be read', async () => {
  let isAway = true;
  const cache = new PictureCache(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(undefined)), 100);
  await expect(cache.get('a')).rejects.toThrow('away');
  isAway = false;
  expect(await cache.get('a')).toBeUndefined();
});
