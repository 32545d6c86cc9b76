import { describe, expect, it } from 'vitest';
import { hasListedWord } from './words.ts';

const LIST = ['ass', 'Dummkopf', 'скотина', 'احمق', 'shut up', '--'];

describe('hasListedWord', () => {
  it.each([
    { text: 'You ASS!', because: 'case does not matter' },
    { text: 'an áss', because: 'nor do accents' },
    { text: 'aaaassss', because: 'nor lengthening' },
    { text: 'a s s', because: 'nor spelling it out' },
    { text: 'a.s.s', because: 'nor dots between' },
    { text: 'a$s', because: 'signs stand for letters' },
    { text: '4ss', because: 'digits too' },
    { text: 'аss', because: 'the first letter is Cyrillic' },
    { text: 'dummkopf, du', because: 'the list may be in capitals' },
    { text: 'ну и СКОТИНА', because: 'other scripts' },
    { text: 'احمـق', because: 'a kashida lengthens a word in Arabic script' },
    { text: 'oh, shut – UP', because: 'a phrase, whatever stands between its words' },
  ])('finds: $text: $because', ({ text }) => {
    expect(hasListedWord(text, LIST)).toBe(true);
  });

  it.each([
    { text: 'a first class pass', because: 'a part of a word is another word' },
    { text: 'as a guest', because: 'a letter less is another word' },
    { text: 'shut the door, up there', because: 'the phrase is not there in a row' },
    { text: '…', because: 'an entry without letters lists nothing' },
    { text: '', because: 'nothing is said' },
  ])('lets pass: $text: $because', ({ text }) => {
    expect(hasListedWord(text, LIST)).toBe(false);
    expect(hasListedWord(text, [])).toBe(false);
  });
});
