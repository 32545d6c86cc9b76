import { describe, expect, it } from 'vitest';
import { acceptsGzip, isUnchanged, preferredOf, readRange } from './negotiate.ts';

describe('Accept-Encoding', () => {
  const rows: readonly [string | undefined, boolean, string][] = [
    [undefined, false, 'nothing is said'],
    ['', false, 'nothing is taken'],
    ['gzip, deflate, br', true, 'browsers'],
    ['br;q=1.0, gzip;q=0.8', true, 'it is taken, if not first'],
    ['gzip;q=0', false, 'it is refused'],
    ['gzip; q=0.000', false, 'it is refused, with digits'],
    ['identity', false, 'only as it is'],
    ['*', true, 'anything'],
    ['*;q=0', false, 'nothing but what is named'],
    ['gzip;q=0, *', false, 'what is named counts more'],
    ['x-gzip', true, 'the old name'],
    ['gzipped', false, 'a word that only begins like it'],
  ];
  for (const [header, expected, because] of rows) {
    it(`${header ?? '(none)'}: ${because}`, () => {
      expect(acceptsGzip(header)).toBe(expected);
    });
  }
});

describe('Accept-Language, of de and fr', () => {
  const rows: readonly [string | undefined, 'de' | 'fr' | undefined, string][] = [
    ['de-AT, fr;q=0.9', 'de', 'the country does not matter'],
    ['cs, de;q=0.5, fr;q=0.8', 'fr', 'more weight'],
    ['de;q=0, fr', 'fr', 'one is refused'],
    ['FR', 'fr', 'in capitals'],
    ['cs, *', undefined, 'none of them is named'],
    [undefined, undefined, 'nothing is said'],
  ];
  for (const [header, expected, because] of rows) {
    it(`${header ?? '(none)'}: ${because}`, () => {
      expect(preferredOf(header, ['de', 'fr'])).toBe(expected);
    });
  }
});

describe('If-None-Match', () => {
  const rows: readonly [string | undefined, boolean][] = [
    [undefined, false],
    ['W/"a 1"', true],
    ['"a 1"', true],
    ['"b", W/"a 1"', true],
    ['*', true],
    ['"a"', false],
  ];
  for (const [header, expected] of rows) {
    it(header ?? '(none)', () => {
      expect(isUnchanged(header, 'W/"a 1"')).toBe(expected);
    });
  }
});

describe('Range, of 100 bytes', () => {
  const rows: readonly [string | undefined, ReturnType<typeof readRange>, string][] = [
    [undefined, undefined, 'none is wanted'],
    ['bytes=0-9', { from: 0, to: 10 }, 'ten bytes'],
    ['bytes=90-', { from: 90, to: 100 }, 'to the end'],
    ['bytes=90-500', { from: 90, to: 100 }, 'as far as there are any'],
    ['bytes=-10', { from: 90, to: 100 }, 'the last ten'],
    ['bytes=-500', { from: 0, to: 100 }, 'the last, more than there are'],
    ['bytes=100-', 'unsatisfiable', 'behind the end'],
    ['bytes=-0', 'unsatisfiable', 'the last none'],
    ['bytes=9-0', undefined, 'backwards is to be ignored'],
    ['bytes=-', undefined, 'nothing is no range'],
    ['bytes=0-1,5-6', undefined, 'several may be ignored'],
    ['lines=0-1', undefined, 'another unit is to be ignored'],
  ];
  for (const [header, expected, because] of rows) {
    it(`${header ?? '(none)'}: ${because}`, () => {
      expect(readRange(header, 100)).toEqual(expected);
    });
  }
});
