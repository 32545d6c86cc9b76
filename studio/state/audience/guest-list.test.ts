import { describe, expect, it } from 'vitest';
import { guestsOf } from './guest-list.ts';

describe('a list of people as it is pasted', () => {
  it.each([
    { text: 'Ada Lovelace', guest: { name: 'Ada Lovelace', email: null }, because: 'a name is enough' },
    { text: 'Ada Lovelace <ada@x.org>', guest: { name: 'Ada Lovelace', email: 'ada@x.org' }, because: 'so mail programs write it' },
    { text: '"Lovelace, Ada" <ada@x.org>', guest: { name: 'Lovelace Ada', email: 'ada@x.org' }, because: 'so some mail programs write it' },
    { text: 'Ada\tLovelace\tada@x.org', guest: { name: 'Ada Lovelace', email: 'ada@x.org' }, because: 'cells of a spreadsheet' },
    { text: 'ada@x.org; Ada', guest: { name: 'Ada', email: 'ada@x.org' }, because: 'the order does not matter' },
    { text: 'nora.oz+forum@x.org', guest: { name: 'Nora Oz', email: 'nora.oz+forum@x.org' }, because: 'an address has a name in it' },
    { text: 'نورا نادری <n@x.org>', guest: { name: 'نورا نادری', email: 'n@x.org' }, because: 'every script is welcome' },
  ])('$text: $because', ({ text, guest }) => {
    expect(guestsOf(text).guests).toEqual([guest]);
  });

  it('leaves out empty lines, what stands over a list, and addresses that are there already', () => {
    const { guests, repeated } = guestsOf('Name;E-mail\r\n\r\nAda;ada@x.org\n  \nAda L;ADA@x.org\nBen\nBen\n');
    expect(guests.map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Ben']);
    expect(repeated).toBe(1);
  });

  it('tells which names are too long', () => {
    const long = 'x'.repeat(61);
    expect(guestsOf(`Ada\n${long}`).tooLong).toEqual([long]);
    expect(guestsOf('🦩'.repeat(60)).tooLong).toEqual([]);
  });
});
