import type { VNode } from 'preact';
import type { AccessKind, RegistrationField } from '../../../../core/contracts/room/event.ts';
import { Choice, PasswordField, TextArea, TextField, Tick } from '../../../parts/field.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { type Phrase, useWords } from '../../../words/words.ts';
import type { SectionProps } from './section.ts';

const ACCESS: readonly (readonly [AccessKind, Phrase, Phrase])[] = [
  ['open', 'accessOpen', 'accessOpenMore'],
  ['password', 'accessPassword', 'accessPasswordMore'],
  ['token', 'accessToken', 'accessTokenMore'],
  ['registration', 'accessRegistration', 'accessRegistrationMore'],
];

/** How one comes to the event. */
export function Access({ form, event, write }: SectionProps): VNode {
  const words = useWords();
  return (
    <>
      <fieldset class="form">
        <legend class="unseen">{words.say('sectionAccess')}</legend>
        {ACCESS.map(([access, phrase, more]) => (
          <label key={access} class="option">
            <input type="radio" name="access" checked={form.access === access} onChange={() => write({ access })} />
            <span>
              <strong>{words.say(phrase)}</strong>
              <span class="hint">{words.say(more)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {form.access === 'password' && (
        <PasswordField
          label={words.say('eventPassword')}
          hint={words.say(event.hasPassword ? 'eventPasswordKept' : 'eventPasswordHint')}
          autocomplete="off"
          isRequired={false}
          value={form.password}
          onInput={(password) => write({ password })}
        />
      )}
    </>
  );
}

const KIND_PHRASES: Readonly<Record<RegistrationField['kind'], Phrase>> = {
  text: 'fieldText',
  email: 'fieldEmail',
  choice: 'fieldChoice',
  'yes-no': 'fieldYesNo',
};

/** A key that no other field has. */
function freeKey(fields: readonly RegistrationField[]): string {
  for (let number = fields.length + 1; ; number++) if (!fields.some(({ key }) => key === `field_${number}`)) return `field_${number}`;
}

/** What is asked of those who register, and what they agree to. */
export function Registration({ form, write }: SectionProps): VNode {
  const words = useWords();
  const { fields, capacity } = form.registration;
  const set = (next: readonly RegistrationField[]): void => write({ registration: { ...form.registration, fields: [...next] } });
  const change = (index: number, field: Partial<RegistrationField>): void =>
    set(fields.map((one, at) => (at === index ? { ...one, ...field } : one)));
  return (
    <>
      <ol class="items">
        {fields.map((field, index) => (
          <li key={field.key} class="item">
            <div class="pair">
              <TextField
                label={words.say('fieldLabel')}
                maxLength={120}
                value={field.label}
                onInput={(label) => change(index, { label })}
              />
              <Choice
                label={words.say('fieldKind')}
                options={(['text', 'email', 'choice', 'yes-no'] as const).map((kind) => [kind, words.say(KIND_PHRASES[kind])] as const)}
                value={field.kind}
                onChange={(kind) => {
                  const { options: _, ...rest } = field;
                  set(
                    fields.map((one, at) =>
                      at === index ? { ...rest, kind, ...(kind === 'choice' ? { options: ['1', '2'] } : {}) } : one,
                    ),
                  );
                }}
              />
            </div>
            {field.kind === 'choice' && (
              <TextArea
                label={words.say('fieldOptions')}
                hint={words.say('onePerLine')}
                rows={3}
                value={(field.options ?? []).join('\n')}
                onInput={(text) => change(index, { options: text.split('\n') })}
              />
            )}
            <div class="item-end">
              <Tick label={words.say('fieldRequired')} isOn={field.isRequired} onChange={(isRequired) => change(index, { isRequired })} />
              <button type="button" class="button" onClick={() => set(fields.filter((_, at) => at !== index))}>
                <Icon name="trash" />
                {words.say('remove')}
              </button>
            </div>
          </li>
        ))}
      </ol>
      {fields.length < 30 && (
        <button
          type="button"
          class="button"
          onClick={() => set([...fields, { key: freeKey(fields), label: words.say('fieldNew'), kind: 'text', isRequired: false }])}
        >
          <Icon name="plus" />
          {words.say('fieldAdd')}
        </button>
      )}
      <TextField
        label={words.say('capacity')}
        hint={words.say('capacityHint')}
        type="number"
        min={1}
        isCode
        value={capacity === null ? '' : String(capacity)}
        onInput={(text) => write({ registration: { ...form.registration, capacity: text === '' ? null : Number(text) } })}
      />
      <TextArea
        label={words.say('consentText')}
        hint={words.say('consentHint', { version: form.consent.version })}
        rows={4}
        maxLength={10_000}
        value={form.consent.text}
        onInput={(text) => write({ consent: { ...form.consent, text } })}
      />
    </>
  );
}
