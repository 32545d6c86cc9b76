/** The fields of a form and whether what was written into them is good: the server's own rules, so that nobody waits for a no that is known. Pure. */
import type { EventCard } from '../../core/contracts/room/join.ts';
import type { EntrancePhrase } from './entrance-words.ts';
import type { FormKind } from './faces.ts';

export interface FormField {
  readonly key: string;
  /** The organiser's own words; null: ours, by `key`. */
  readonly label: string | null;
  readonly kind: 'text' | 'email' | 'password' | 'choice' | 'yes-no';
  readonly isRequired: boolean;
  readonly options: readonly string[];
  readonly hint: EntrancePhrase | null;
  readonly autocomplete: AutoFill;
}

/** What a browser may fill in by itself. */
type AutoFill = 'off' | 'name' | 'given-name' | 'family-name' | 'email' | 'one-time-code';

/** Fields that every registration has. */
const OWN: Readonly<Record<string, AutoFill>> = { first_name: 'given-name', last_name: 'family-name', email: 'email' };
/** Code points of an answer. */
const MAX_ANSWER = 500;
const MAX_EMAIL = 254;
/** Something, an at sign, a name with a dot: whether it exists, a mail would show. */
const EMAIL = /^[^\s@<>()",;:\\]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/u;

/** @param withToken the token is known from the link. */
export function fieldsOf(form: FormKind, { registration }: Pick<EventCard, 'registration'>, withToken: boolean): readonly FormField[] {
  const name = ours('name', { hint: 'nameWhy', autocomplete: 'name' });
  switch (form) {
    case 'password':
      return [ours('password', { kind: 'password', isRequired: true, hint: 'passwordWhy' }), name];
    case 'token':
      return withToken ? [] : [ours('token', { isRequired: true, hint: 'tokenWhy' })];
    case 'talk':
      return [name];
    case 'registration':
      return registration.fields.map(({ key, label, kind, isRequired, options = [] }) => {
        const autocomplete = OWN[key];
        const field = { ...ours(key), label: autocomplete === undefined ? label : null };
        return { ...field, kind, isRequired, options, autocomplete: autocomplete ?? 'off' };
      });
  }
}

function ours(key: string, more: Partial<FormField> = {}): FormField {
  return { ...{ key, label: null, kind: 'text', isRequired: false, options: [], hint: null, autocomplete: 'off' }, ...more };
}

/** @returns what is wrong with an answer; null: nothing. */
export function checkAnswer({ key, kind, isRequired, options }: FormField, given: string): EntrancePhrase | null {
  const answer = given.trim();
  if (answer === '') {
    if (!isRequired) return null;
    if (key === 'password') return 'passwordEmpty';
    if (key === 'token') return 'tokenEmpty';
    return kind === 'choice' || kind === 'yes-no' ? 'chooseRequired' : 'fieldRequired';
  }
  if (Array.from(answer).length > MAX_ANSWER) return 'fieldTooLong';
  if (kind === 'email' && (answer.length > MAX_EMAIL || !EMAIL.test(answer))) return 'notEmail';
  return kind === 'choice' && !options.includes(answer) ? 'chooseRequired' : null;
}
