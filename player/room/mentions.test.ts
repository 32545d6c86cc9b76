import { describe, expect, it } from 'vitest';
import { HOSTILE_TEXTS } from '../../ui/testing/hostile-text.ts';
import { completed, isAbout, piecesOf, suggestionsFor } from './mentions.ts';

const NAMES = ['Ada', 'Ada Lovelace', 'Bob', 'کیم'];
const shown = (text: string, me = 'Bob'): string =>
  piecesOf(text, NAMES, me)
    .map(({ text: piece, isMention, isMe }) => (isMe ? `[[${piece}]]` : isMention ? `[${piece}]` : piece))
    .join('');

describe('mentions', () => {
  it.each([
    { text: 'hello @Ada', pieces: 'hello [@Ada]', because: 'she is here' },
    { text: 'hello @Ada Lovelace!', pieces: 'hello [@Ada Lovelace]!', because: 'the longer name is meant' },
    { text: '@bob: yes', pieces: '[[@bob]]: yes', because: 'case is no difference, and it is me' },
    { text: '@Bobby', pieces: '@Bobby', because: 'that is somebody else' },
    { text: 'mail ada@Ada.example', pieces: 'mail ada@Ada.example', because: 'an address is no mention' },
    { text: 'سلام @کیم جان', pieces: 'سلام [@کیم] جان', because: 'names are in every script' },
    { text: '@nobody', pieces: '@nobody', because: 'nobody of that name has spoken' },
    { text: '@Ada@Bob', pieces: '[@Ada]@Bob', because: 'one thing a word' },
  ])('$text: $because', ({ text, pieces }) => expect(shown(text)).toBe(pieces));

  it('together the pieces are the message, whatever it is', () => {
    for (const text of [...HOSTILE_TEXTS, '@'.repeat(500), '@Ada '.repeat(100)])
      expect(
        piecesOf(text, NAMES, 'Ada')
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
  });

  it('knows when I am meant', () => {
    expect(isAbout('well, @Bob?', NAMES, 'Bob')).toBe(true);
    expect(isAbout('well, Bob?', NAMES, 'Bob')).toBe(false);
    expect(isAbout('@', NAMES, '')).toBe(false);
  });

  it.each([
    { text: 'hi @a', names: ['Ada Lovelace', 'Ada'] },
    { text: 'hi @', names: ['کیم', 'Bob', 'Ada Lovelace', 'Ada'] },
    { text: 'hi @ada ', names: [] },
    { text: 'hi@a', names: [] },
  ])('$text may become $names', ({ text, names }) => expect(suggestionsFor(text, NAMES)).toEqual(names));

  it('what was typed of a name becomes the name', () => expect(completed('hi @ad', 'Ada Lovelace')).toBe('hi @Ada Lovelace '));
});
