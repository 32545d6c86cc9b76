/** JSON that nobody means well with. Pure. */
import type { Random } from './bytes.ts';
import { below, pick } from './bytes.ts';

/** Arrays in arrays, objects in objects, whole or cut off; about so many bytes at most. */
export function deepJson(random: Random, bytes: number): string {
  const [opener, closer] = pick<readonly [string, string]>(random, [
    ['[', ']'],
    ['{"a":', '}'],
    ['{"t":{"t":[', ']}}'],
  ]);
  const depth = 1 + below(random, Math.floor(bytes / (opener.length + closer.length)) - 1);
  const inner = `${opener.repeat(depth)}0`;
  return random() < 0.5 ? inner : `${inner}${closer.repeat(depth)}`;
}

/** A good object with a key that every object of JavaScript has, at its top or in a place below. */
export function poisonedKeys(random: Random, good: object): string {
  const key = pick(random, ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']);
  const value = pick(random, ['{"role":"host"}', '{"prototype":{"role":"host"}}', '[]', 'null', '1', '"host"']);
  const text = JSON.stringify(good);
  return random() < 0.5 ? `{"${key}":${value},${text.slice(1)}` : `${text.slice(0, -1)},"${key}":${value}}`;
}

/** One thing is wrong: a key too many, a value of another type, or one that is out of bounds. */
export function spoiled(random: Random, good: Readonly<Record<string, unknown>>): object {
  if (random() < 0.3)
    return {
      ...good,
      [pick(random, ['role', 'isStaff', 'extra', '', 'T', 'ticketId', '$where'])]: pick<unknown>(random, ['host', true, 1]),
    };
  const keys = Object.keys(good) as [string, ...string[]];
  const key = pick(random, keys);
  // none of these is a good value of any key of any frame
  const value = pick<unknown>(random, [
    null,
    -1,
    1.5,
    1e308,
    [],
    {},
    [1],
    '',
    'x'.repeat(5_000),
    { $gt: '' },
    ['t'],
    { options: [-1] },
    { act: 'own' },
  ]);
  return { ...good, [key]: value };
}

/** What JSON can carry and people cannot read. */
export function strangeText(random: Random): string {
  const parts = [
    '\ud800',
    '\udfff',
    '\u0000',
    '\u202e',
    '\ufeff',
    '\u2028',
    '<script>alert(1)</script>',
    '%00',
    '\\',
    '"',
    "'; DROP TABLE entries; --",
    '𝒳',
    'é'.normalize('NFD'),
    'z\u0300\u0301\u0302',
    '{{7*7}}',
    '=1+1',
  ] as const;
  return Array.from({ length: 1 + below(random, 12) }, () => pick(random, parts as unknown as readonly [string, ...string[]])).join('');
}
