import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { charactersOf, checkText, cleanText, MAX_LINES, MAX_MARKS } from './text.ts';

const SCOTLAND = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}';

describe('cleanText', () => {
  it.each([
    { raw: '  hi  ', text: 'hi', because: 'spaces at the ends say nothing' },
    { raw: 'a\u0000b\u0007c\u009fd', text: 'abcd', because: 'controls are not writing (and PostgreSQL takes no U+0000)' },
    { raw: 'a\tb', text: 'a b', because: 'a tab is a space' },
    { raw: 'a\r\nb\rc\u2028d\u2029e\u0085f', text: 'a\nb\nc\nd\ne\nf', because: 'one kind of line break' },
    { raw: 'a\n \u200e\n\n\nb', text: 'a\n\nb', because: 'one empty line is a paragraph, more is shouting' },
    { raw: 'e\u0301', text: 'é', because: 'NFC' },
    { raw: 'a\ud800b', text: 'a\ufffdb', because: 'half a surrogate is no character' },
    { raw: 'pay \u202emoc.knab\u202c', text: 'pay moc.knab', because: 'an override shows another order than was written' },
    { raw: '\u2067abc\u2069 \u2066', text: 'abc', because: 'isolates may be left open' },
    { raw: 'a\u200bb\u2060c\u00add\ufeff', text: 'abcd', because: 'invisible characters hide words' },
    { raw: '\u3164\u115f\uffa0', text: '', because: 'fillers look like nothing' },
    { raw: 'می\u200cخواهم', text: 'می\u200cخواهم', because: 'Persian is misspelt without its non-joiner' },
    { raw: 'می\u200c\u200c\u200cخواهم', text: 'می\u200cخواهم', because: 'but one is enough' },
    { raw: 'a\u200cb\u200dc', text: 'abc', because: 'Latin letters do not join' },
    { raw: 'क्\u200dष', text: 'क्\u200dष', because: 'Devanagari chooses its half forms with the joiner' },
    { raw: '👩\u200d👩\u200d👧', text: '👩\u200d👩\u200d👧', because: 'a family is one emoji' },
    { raw: '🏳\ufe0f\u200d🌈', text: '🏳\ufe0f\u200d🌈', because: 'a selector may stand before the joiner' },
    { raw: '👍🏽', text: '👍🏽', because: 'skin tones stay' },
    { raw: '👩\u200d', text: '👩', because: 'nothing follows to be joined' },
    { raw: SCOTLAND, text: SCOTLAND, because: 'the flag of Scotland is spelt in tags' },
    { raw: 'a\u{e0068}\u{e0069}', text: 'a', because: 'other tags are hidden writing' },
    { raw: 'x\ufe0fy', text: 'xy', because: 'a selector after a letter selects nothing' },
    { raw: '1\ufe0f\u20e3', text: '1\ufe0f\u20e3', because: 'a keycap is a digit, a selector and an enclosing mark' },
    { raw: '\u0301\u0302abc', text: 'abc', because: 'marks without a letter would sit on what stands before' },
    { raw: `z${'\u0323'.repeat(40)}`, text: `ẓ${'\u0323'.repeat(MAX_MARKS)}`, because: 'a tower of marks covers the lines above' },
    { raw: 'שָׁלוֹם', text: 'שָׁלוֹם'.normalize('NFC'), because: 'pointed Hebrew is not a tower' },
    { raw: 'ကျွန်ုပ်', text: 'ကျွန်ုပ်', because: 'Burmese needs many marks' },
    { raw: 'قیمت \u200f(۵)\u200f\u200f\u200f!', text: 'قیمت \u200f(۵)\u200f!', because: 'a mark of direction at a time' },
    { raw: '\u200eabc\u200f', text: 'abc', because: 'at the ends they do nothing' },
    { raw: 'A\u00a0:\u202fb', text: 'A\u00a0:\u202fb', because: 'French writes spaces that do not break' },
  ])('$because', ({ raw, text }) => {
    expect(cleanText(raw)).toBe(text);
  });

  it('keeps a message from filling the screen', () => {
    expect(cleanText(Array.from({ length: 30 }, (_, line) => String(line)).join('\n')).split('\n')).toHaveLength(MAX_LINES);
    expect(cleanText('a\nb\n\nc', 1)).toBe('a b c');
  });

  const PIECES = [
    'a', 'é', 'e', '\u0301', '\u0323', '\u0345', 'ß', 'م', 'ی', 'ह', '्', '한', '\u1100', '\u1161', '\u11a8', '你', '👩', '🏽', '\ufe0f', '\ufe0e', '\u200d', '\u200c',
    '\u200e', '\u200f', '\u061c', '\u202e', '\u2066', '\u2069', '\u200b', '\u0000', '\n', '\r', '\u2028', ' ', '\u00a0', '\u3000', '\u2800', '\ud83d', '\udc69', SCOTLAND,
    '\u{1f3f4}', '\u{e0067}', '\u{e007f}', '1', '\u20e3', '.', '\u0f71', '\u0f80', '\u0b47', '\u0b3e', '\u{1d15e}', '\ufdd0', '\u034f',
  ]; // biome-ignore format: one list
  it.each(Array.from({ length: 20 }, (_, seed) => seed + 1))(
    'is clean after one cleaning, and safe, over random texts (seed %i)',
    (seed) => {
      const random = seededRandom(seed);
      for (let round = 0; round < 300; round++) {
        const raw = Array.from({ length: Math.floor(random() * 40) }, () => PIECES[Math.floor(random() * PIECES.length)] ?? '').join('');
        const text = cleanText(raw);
        expect(cleanText(text)).toBe(text);
        expect(text).toBe(text.normalize('NFC'));
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\p{Noncharacter_Code_Point}]|\p{Cc}(?<!\n)|^\s|\s$/u);
        expect(text).not.toMatch(/\p{M}{7}/u);
        expect(text.split('\n').length).toBeLessThanOrEqual(MAX_LINES);
      }
    },
  );
});

describe('checkText', () => {
  it.each([
    { raw: 'x'.repeat(500), ok: true, because: 'exactly the limit' },
    { raw: '👩'.repeat(500), ok: true, because: 'an emoji is a character, though two units of UTF-16' },
    { raw: ` ${'x'.repeat(500)}\u200b\n`, ok: true, because: 'what is cleaned away does not count' },
    { raw: 'e\u0301'.repeat(500), ok: true, because: 'NFC before counting' },
  ])('takes: $because', ({ raw }) => {
    expect(checkText(raw)).toMatchObject({ ok: true });
  });

  it.each([
    { raw: '', code: 'ROOM_TEXT_EMPTY', because: 'nothing' },
    { raw: ' \n\u200b\u3164\u2800 ', code: 'ROOM_TEXT_EMPTY', because: 'nothing that can be seen' },
    { raw: '\u0301\u200f', code: 'ROOM_TEXT_EMPTY', because: 'a mark alone' },
    { raw: 'x'.repeat(501), code: 'ROOM_TEXT_TOO_LONG', because: 'one more than the limit' },
  ])('refuses: $because', ({ raw, code }) => {
    expect(checkText(raw)).toMatchObject({ ok: false, code });
  });

  it('tells the limit and the length', () => {
    expect(checkText('abcdef', { max: 5, lines: 1 })).toEqual({ ok: false, code: 'ROOM_TEXT_TOO_LONG', facts: { max: 5, length: 6 } });
    expect(charactersOf('👩é')).toBe(2);
  });
});
