/** One field of a form: its label, what it is for, what is wrong with it. */
import type { VNode } from 'preact';
import type { FormField } from './answers.ts';
import { type EntrancePhrase, useEntranceWords } from './entrance-words.ts';

interface FieldProps {
  readonly field: FormField;
  readonly value: string;
  /** In words; null: nothing is wrong. */
  readonly wrong: string | null;
  readonly onInput: (value: string) => void;
}

export const fieldId = (key: string): string => `entrance-${key}`;

export function Field({ field, value, wrong, onInput }: FieldProps): VNode {
  const { say } = useEntranceWords();
  const id = fieldId(field.key);
  const hint = field.hint === null ? null : say(field.hint);
  const describedBy = [hint === null ? '' : `${id}-hint`, wrong === null ? '' : `${id}-wrong`].join(' ').trim();
  const common = {
    id,
    name: field.key,
    required: field.isRequired,
    'aria-invalid': wrong !== null,
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
  };
  // A password and an address take what a text takes.
  const type = field.kind as 'text';
  const label = (
    <>
      <bdi>{labelOf(field, say)}</bdi>
      {field.isRequired ? (
        <span class="entrance-star" aria-hidden="true">
          *
        </span>
      ) : (
        <span class="entrance-optional">({say('optional')})</span>
      )}
    </>
  );
  const notes = (
    <>
      {hint !== null && (
        <p id={`${id}-hint`} class="entrance-hint">
          {hint}
        </p>
      )}
      {wrong !== null && (
        <p id={`${id}-wrong`} class="entrance-wrong">
          {wrong}
        </p>
      )}
    </>
  );
  if (field.kind === 'yes-no')
    return (
      <fieldset class="entrance-field entrance-choice" {...(describedBy === '' ? {} : { 'aria-describedby': describedBy })}>
        <legend class="entrance-label">{label}</legend>
        <div class="entrance-answers">
          {(['yes', 'no'] as const).map((answer) => (
            <label key={answer} class="entrance-check">
              <input
                type="radio"
                {...common}
                id={answer === 'yes' ? id : `${id}-no`}
                checked={value === answer}
                onChange={() => onInput(answer)}
              />
              <span>{say(answer)}</span>
            </label>
          ))}
        </div>
        {notes}
      </fieldset>
    );
  return (
    <div class="entrance-field">
      <label class="entrance-label" for={id}>
        {label}
      </label>
      {field.kind === 'choice' ? (
        <select {...common} class="entrance-input" value={value} onChange={(event) => onInput(event.currentTarget.value)}>
          <option value="">{say('choose')}</option>
          {field.options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          class="entrance-input"
          type={type}
          dir={field.kind === 'email' || field.key === 'token' ? 'ltr' : 'auto'}
          autocomplete={field.autocomplete}
          autocapitalize={field.key === 'token' || field.kind === 'email' ? 'off' : undefined}
          spellcheck={false}
          maxLength={1_000}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
      {notes}
    </div>
  );
}

function labelOf({ key, label }: FormField, say: (phrase: EntrancePhrase) => string): string {
  return label ?? say(key as EntrancePhrase);
}
