import { describe, expect, it } from 'vitest';
import type { RegistrationAnswer } from '../../../core/contracts/room/organiser.ts';
import { columnsOf, found, nameOf } from './registered.ts';

const registered = (answers: Record<string, string>, email: string | null = null): RegistrationAnswer => ({
  ...{ id: 'id', ticket: 'ticket', email, answers, consentVersion: null, language: 'en', createdAt: '2026-01-01T00:00:00Z' },
});
const nora = registered({ first_name: 'Nora', last_name: 'Öz', firm: 'Müller & Söhne' }, 'nora@example.org');
const ada = registered({ first_name: 'Ada', last_name: 'Lovelace', firm: 'Heron' }, 'ada@example.org');

describe('registrations as a table', () => {
  it('has a column for each of the organiser’s questions, then for those that were asked once', () => {
    const fields = [
      { key: 'first_name', label: 'Given name', kind: 'text', isRequired: true },
      { key: 'firm', label: 'Company', kind: 'text', isRequired: false },
      { key: 'lunch', label: ' ', kind: 'yes-no', isRequired: false },
    ] as const;
    expect(columnsOf([...fields], [nora, registered({ hotel: 'yes' })])).toEqual([
      { key: 'firm', label: 'Company', isYesNo: false },
      { key: 'lunch', label: 'lunch', isYesNo: true },
      { key: 'hotel', label: 'hotel', isYesNo: false },
    ]);
  });

  it.each([
    { answers: { first_name: 'Nora', last_name: 'Öz' }, email: null, name: 'Nora Öz' },
    { answers: { first_name: ' ', last_name: 'Öz' }, email: 'n@x', name: 'Öz' },
    { answers: {}, email: 'n@x', name: 'n@x' },
    { answers: {}, email: null, name: '' },
  ])('a name: $name', ({ answers, email, name }) => {
    expect(nameOf(registered(answers, email))).toBe(name);
  });

  it.each([
    { text: ' ', who: [nora, ada], because: 'nothing is looked for' },
    { text: 'oz', who: [nora], because: 'accents do not matter' },
    { text: 'EXAMPLE.org', who: [nora, ada], because: 'case does not matter' },
    { text: 'sohne nora', who: [nora], because: 'words may stand in any order, in answers too' },
    { text: 'ada heron zebra', who: [], because: 'every word has to stand there' },
  ])('finds by “$text”: $because', ({ text, who }) => {
    expect(found([nora, ada], text)).toEqual(who);
  });
});
