/** A registration form as it is filled in. Pure. */
import type { RegistrationField } from '../../core/contracts/room/event.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { charactersOf, cleanText } from '../chat/text.ts';

/** Asked of everybody, before the organiser's own fields. */
export const OWN_FIELDS: readonly RegistrationField[] = [
  { key: 'first_name', label: 'First name', kind: 'text', isRequired: true },
  { key: 'last_name', label: 'Last name', kind: 'text', isRequired: true },
  { key: 'email', label: 'E-mail', kind: 'email', isRequired: true },
];

/** Code points of an answer. */
const MAX_ANSWER = 500;
/** Something, an at sign, a name with a dot: whether it exists, a mail would show. */
const EMAIL = /^[^\s@<>()",;:\\]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/u;
const MAX_EMAIL = 254;
const YES_NO = ['yes', 'no'];

export interface CheckedAnswers {
  readonly name: string;
  readonly email: string;
  readonly answers: Readonly<Record<string, string>>;
}

/** Every field of the form; what nobody asked for is refused. The sentence names the field as the form shows it. */
export function checkAnswers(
  own: readonly RegistrationField[],
  given: Readonly<Record<string, string>>,
): { readonly ok: true; readonly checked: CheckedAnswers } | Refusal {
  const fields = [...OWN_FIELDS, ...own.filter(({ key }) => !OWN_FIELDS.some((one) => one.key === key))];
  const unknown = Object.keys(given).find((key) => !fields.some((field) => field.key === key));
  if (unknown !== undefined) return refuse('ROOM_FIELD_UNKNOWN', { field: unknown.slice(0, 40) });
  const answers: Record<string, string> = {};
  for (const field of fields) {
    const verdict = checkAnswer(field, given[field.key] ?? '');
    if (typeof verdict !== 'string') return verdict;
    if (verdict !== '') answers[field.key] = verdict;
  }
  const name = `${answers['first_name'] ?? ''} ${answers['last_name'] ?? ''}`.trim();
  return { ok: true, checked: { name, email: (answers['email'] ?? '').toLowerCase(), answers } };
}

function checkAnswer({ key, label, kind, isRequired, options }: RegistrationField, given: string): string | Refusal {
  const answer = cleanText(given, 1).trim();
  const field = label === '' ? key : label;
  if (answer === '') return isRequired ? refuse('ROOM_FIELD_REQUIRED', { field }) : '';
  if (charactersOf(answer) > MAX_ANSWER) return refuse('ROOM_FIELD_TOO_LONG', { field, max: MAX_ANSWER });
  if (kind === 'email' && (answer.length > MAX_EMAIL || !EMAIL.test(answer))) return refuse('ROOM_FIELD_NOT_EMAIL', { field });
  const choices = kind === 'choice' ? options : kind === 'yes-no' ? YES_NO : undefined;
  return choices === undefined || choices.includes(answer) ? answer : refuse('ROOM_FIELD_NOT_AN_OPTION', { field });
}
