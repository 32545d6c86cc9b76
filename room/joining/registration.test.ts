import { describe, expect, it } from 'vitest';
import type { RegistrationField } from '../../core/contracts/room/event.ts';
import { checkAnswers } from './registration.ts';

const OWN: readonly RegistrationField[] = [
  { key: 'company', label: 'Company', kind: 'text', isRequired: false },
  { key: 'track', label: 'Track', kind: 'choice', isRequired: true, options: ['Web', 'Video'] },
  { key: 'dinner', label: 'Dinner', kind: 'yes-no', isRequired: false },
];
const good = { first_name: ' Nora ', last_name: 'Öz', email: 'Nora@Example.org', track: 'Video' };

describe('a registration form', () => {
  it('gives a name, an address in lower case, and what was answered', () => {
    expect(checkAnswers(OWN, { ...good, company: '', dinner: 'yes' })).toEqual({
      ok: true,
      checked: {
        name: 'Nora Öz',
        email: 'nora@example.org',
        answers: { first_name: 'Nora', last_name: 'Öz', email: 'Nora@Example.org', track: 'Video', dinner: 'yes' },
      },
    });
  });

  it.each([
    { given: { ...good, first_name: '' }, code: 'ROOM_FIELD_REQUIRED', field: 'First name' },
    { given: { ...good, last_name: '   ' }, code: 'ROOM_FIELD_REQUIRED', field: 'Last name' },
    { given: { ...good, email: 'nora' }, code: 'ROOM_FIELD_NOT_EMAIL', field: 'E-mail' },
    { given: { ...good, email: 'nora@localhost' }, code: 'ROOM_FIELD_NOT_EMAIL', field: 'E-mail' },
    { given: { ...good, email: `${'n'.repeat(65)}@example.org` }, code: 'ROOM_FIELD_NOT_EMAIL', field: 'E-mail' },
    { given: { ...good, track: 'Audio' }, code: 'ROOM_FIELD_NOT_AN_OPTION', field: 'Track' },
    { given: { ...good, dinner: 'perhaps' }, code: 'ROOM_FIELD_NOT_AN_OPTION', field: 'Dinner' },
    { given: { ...good, company: 'x'.repeat(501) }, code: 'ROOM_FIELD_TOO_LONG', field: 'Company' },
    { given: { ...good, role: 'owner' }, code: 'ROOM_FIELD_UNKNOWN', field: 'role' },
  ])('$code for $field', ({ given, code, field }) => {
    expect(checkAnswers(OWN, given)).toMatchObject({ ok: false, code, facts: { field } });
  });

  it('an organiser’s field cannot take the place of ours', () => {
    const own: RegistrationField[] = [{ key: 'email', label: 'Address', kind: 'text', isRequired: false }];
    expect(checkAnswers(own, { first_name: 'Nora', last_name: 'Öz' })).toMatchObject({
      code: 'ROOM_FIELD_REQUIRED',
      facts: { field: 'E-mail' },
    });
  });
});
