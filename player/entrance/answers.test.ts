import { describe, expect, it } from 'vitest';
import type { RegistrationField } from '../../core/contracts/room/event.ts';
import { checkAnswers, OWN_FIELDS } from '../../room/joining/registration.ts';
import { checkAnswer, fieldsOf, type FormField } from './answers.ts';
import { inkOn } from './brand.ts';

const own: readonly RegistrationField[] = [
  { key: 'company', label: 'Company', kind: 'text', isRequired: false },
  { key: 'meal', label: 'Meal', kind: 'choice', isRequired: true, options: ['Fish', 'Beans'] },
  { key: 'first', label: 'First time?', kind: 'yes-no', isRequired: true },
];
const fields = fieldsOf('registration', { registration: { fields: [...OWN_FIELDS, ...own], isFull: false } }, false);
const field = (key: string): FormField => {
  const found = fields.find((one) => one.key === key);
  if (found === undefined) throw new Error(key);
  return found;
};

describe('the fields', () => {
  it('of a registration are ours in the language of the page, then the organiser’s in his words', () => {
    expect(fields.map(({ key, label }) => [key, label])).toEqual([
      ...[
        ['first_name', null],
        ['last_name', null],
        ['email', null],
      ],
      ...[
        ['company', 'Company'],
        ['meal', 'Meal'],
        ['first', 'First time?'],
      ],
    ]);
    expect(fields.slice(0, 3).map(({ autocomplete }) => autocomplete)).toEqual(['given-name', 'family-name', 'email']);
  });

  it('of other forms are few; who came with a link is not asked for its token', () => {
    const at = { registration: { fields: [], isFull: false } };
    expect(fieldsOf('password', at, false).map(({ key, isRequired }) => [key, isRequired])).toEqual([
      ['password', true],
      ['name', false],
    ]);
    expect([fieldsOf('token', at, false).length, fieldsOf('token', at, true).length]).toEqual([1, 0]);
  });
});

describe('an answer', () => {
  it.each([
    { key: 'first_name', given: ' ', wrong: 'fieldRequired' },
    { key: 'first_name', given: 'x'.repeat(501), wrong: 'fieldTooLong' },
    { key: 'first_name', given: 'نرگس', wrong: null },
    { key: 'email', given: 'nora', wrong: 'notEmail' },
    { key: 'email', given: 'nora@example.org', wrong: null },
    { key: 'company', given: '', wrong: null },
    { key: 'meal', given: '', wrong: 'chooseRequired' },
    { key: 'meal', given: 'Stones', wrong: 'chooseRequired' },
    { key: 'first', given: 'no', wrong: null },
    { key: 'first', given: '', wrong: 'chooseRequired' },
  ])('"$given" to $key is wrong as: $wrong; the server thinks so too', ({ key, given, wrong }) => {
    expect(checkAnswer(field(key), given)).toBe(wrong);
    const good = { first_name: 'Nora', last_name: 'Öz', email: 'nora@example.org', meal: 'Beans', first: 'yes' };
    expect(checkAnswers(own, { ...good, [key]: given }).ok).toBe(wrong === null);
  });
});

describe('what is written on the event’s colour', () => {
  it.each([
    { hex: '#2457d6', ink: '#fff' },
    { hex: '#ffd400', ink: '#111' },
    { hex: '#000000', ink: '#fff' },
    { hex: '#ffffff', ink: '#111' },
  ])('is $ink on $hex', ({ hex, ink }) => {
    expect(inkOn(hex)).toBe(ink);
  });
});
