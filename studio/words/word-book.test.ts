import { expect, it } from 'vitest';
import { WordBook } from './word-book.ts';

it('begins with the page’s own words, and has others when they are needed', async () => {
  const book = await WordBook.open('de');
  expect(book.words.value.say('cancel')).toBe('Abbrechen');
  expect([book.has(['base']), book.has(['house'])]).toEqual([true, false]);
  await book.need(['house']);
  expect(book.has(['base', 'house'])).toBe(true);
  expect(book.words.value.language).toBe('de');
  const before = book.words.value;
  await book.need(['house']);
  expect(book.words.value).toBe(before);
});

it('speaks another language with all that was needed, whatever comes at the same time', async () => {
  const book = await WordBook.open('en');
  await Promise.all([book.need(['control']), book.speak('fa'), book.need(['acts'])]);
  const { value: words } = book.words;
  expect([words.language, words.direction, book.has(['control', 'acts'])]).toEqual(['fa', 'rtl', true]);
  expect([words.say('act.other'), words.say('ctlSearch')].every((text) => /\p{Script=Arabic}/u.test(text))).toBe(true);
  await book.speak('en');
  expect(book.words.value.say('ctlSearch')).toMatch(/^[A-Z]/);
});
