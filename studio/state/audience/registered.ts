/** Registrations as a table: its columns, its cells, what is looked for. Pure. */
import { finder } from '../../../core/contracts/room/finder.ts';
import type { EventSettings } from '../../../core/contracts/room/event.ts';
import type { RegistrationAnswer } from '../../../core/contracts/room/organiser.ts';

/** One of the organiser's own questions. */
export interface Column {
  readonly key: string;
  readonly label: string;
  readonly isYesNo: boolean;
}

/** Asked of everybody, and shown in columns of their own. */
const COMMON = new Set(['first_name', 'last_name', 'email']);

/** The organiser's questions, in his order; then what was asked once and is asked no more, so that no answer is lost from sight. */
export function columnsOf(
  fields: EventSettings['registration']['fields'],
  registrations: readonly RegistrationAnswer[],
): readonly Column[] {
  const asked = fields
    .filter(({ key }) => !COMMON.has(key))
    .map(({ key, label, kind }) => ({ key, label: label.trim() === '' ? key : label, isYesNo: kind === 'yes-no' }));
  const known = new Set([...COMMON, ...asked.map(({ key }) => key)]);
  const old = new Set(registrations.flatMap(({ answers }) => Object.keys(answers).filter((key) => !known.has(key))));
  return [...asked, ...[...old].map((key) => ({ key, label: key, isYesNo: false }))];
}

/** As he called himself; his address when he gave no name. */
export function nameOf({ answers, email }: RegistrationAnswer): string {
  const name = [answers['first_name'], answers['last_name']].map((part) => part?.trim() ?? '').filter((part) => part !== '');
  return name.length === 0 ? (email ?? '') : name.join(' ');
}

/** Those in whose name, address or answers every word stands, whatever its case and accents. */
export function found(registrations: readonly RegistrationAnswer[], text: string): readonly RegistrationAnswer[] {
  const isFound = finder(text);
  return registrations.filter((one) => isFound([nameOf(one), one.email ?? '', ...Object.values(one.answers)].join('\n')));
}
