/** A form of the entrance: its fields, the consent, one button; what is wrong is said where it is wrong. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { EventCard } from '../../core/contracts/room/join.ts';
import { checkAnswer, type FormField } from './answers.ts';
import { type EntrancePhrase, useEntranceWords } from './entrance-words.ts';
import type { Problem } from './faces.ts';
import { Field, fieldId } from './field.tsx';

/** What was written, and the version of the text that was agreed to. */
export interface Filled {
  readonly values: Readonly<Record<string, string>>;
  readonly consent: number | undefined;
  readonly takeOver: boolean;
}

interface FormProps {
  readonly fields: readonly FormField[];
  readonly consent: EventCard['consent'];
  readonly action: EntrancePhrase;
  /** @returns what is wrong; null: he is in. */
  readonly onSend: (filled: Filled) => Promise<Problem | null>;
  /** Said before anything was tried. */
  readonly first: Problem | null;
}

const CONSENT = 'consent';

export function Form({ fields, consent, action, onSend, first }: FormProps): VNode {
  const words = useEntranceWords();
  const { say } = words;
  const form = useRef<HTMLFormElement>(null);
  const values = useSignal<Readonly<Record<string, string>>>({});
  const hasAgreed = useSignal(false);
  const wrong = useSignal<Readonly<Record<string, string>>>({});
  const problem = useSignal<Problem | null>(first);
  const isBusy = useSignal(false);
  const tries = useSignal(0);
  const waitSeconds = useWait(problem.value);
  const isWaiting = waitSeconds > 0;

  // Where something is wrong, there he goes on.
  useEffect(() => {
    if (tries.value > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries.value]);

  const find = (): Record<string, string> => {
    const found: Record<string, string> = {};
    for (const field of fields) {
      const phrase = checkAnswer(field, values.value[field.key] ?? '');
      if (phrase !== null) found[field.key] = say(phrase);
    }
    if (consent.text !== '' && !hasAgreed.value) found[CONSENT] = say('consentNeeded');
    return found;
  };
  const send = async (takeOver: boolean): Promise<void> => {
    if (isBusy.value || isWaiting) return;
    wrong.value = find();
    problem.value = null;
    if (Object.keys(wrong.value).length === 0) {
      isBusy.value = true;
      const no = await onSend({ values: values.value, consent: consent.text === '' ? undefined : consent.version, takeOver });
      isBusy.value = false;
      problem.value = no;
      const at = no?.at;
      if (no !== null && typeof at === 'string' && (at === CONSENT || fields.some(({ key }) => key === at))) {
        if (at === CONSENT) hasAgreed.value = false;
        wrong.value = { [at]: no.phrase === null ? no.message : say(no.phrase) };
        problem.value = null;
      }
    }
    tries.value += 1;
  };
  const now = problem.value;

  return (
    <form
      ref={form}
      class="entrance-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send(false);
      }}
    >
      {fields.some(({ isRequired }) => isRequired) && fields.length > 2 && <p class="entrance-hint">{say('requiredNote')}</p>}
      {fields.map((field) => (
        <Field
          key={field.key}
          field={field}
          value={values.value[field.key] ?? ''}
          wrong={wrong.value[field.key] ?? null}
          onInput={(value) => {
            values.value = { ...values.value, [field.key]: value };
            const { [field.key]: _, ...others } = wrong.value;
            wrong.value = others;
          }}
        />
      ))}
      {consent.text !== '' && (
        <Consent
          consent={consent}
          hasAgreed={hasAgreed.value}
          wrong={wrong.value[CONSENT] ?? null}
          onChange={(agreed) => {
            hasAgreed.value = agreed;
            const { [CONSENT]: _, ...others } = wrong.value;
            wrong.value = others;
          }}
        />
      )}
      <div role="alert">
        {now !== null && (
          <p class="entrance-problem">
            {now.phrase === null ? now.message : say(now.phrase)}
            {now.mayTakeOver && <span> {say('takeOverWhy')}</span>}
          </p>
        )}
      </div>
      {isWaiting && (
        <p class="entrance-hint entrance-clock" aria-hidden="true">
          {say('againIn', { time: words.clock(waitSeconds) })}
        </p>
      )}
      {now?.mayTakeOver === true ? (
        <button type="button" class="primary entrance-send" aria-disabled={isBusy.value} onClick={() => void send(true)}>
          {say(isBusy.value ? 'busy' : 'takeOver')}
        </button>
      ) : (
        <button type="submit" class="primary entrance-send" aria-disabled={isBusy.value || isWaiting}>
          {say(isBusy.value ? 'busy' : action)}
        </button>
      )}
    </form>
  );
}

interface ConsentProps {
  readonly consent: EventCard['consent'];
  readonly hasAgreed: boolean;
  readonly wrong: string | null;
  readonly onChange: (hasAgreed: boolean) => void;
}

function Consent({ consent, hasAgreed, wrong, onChange }: ConsentProps): VNode {
  const { say } = useEntranceWords();
  const id = fieldId(CONSENT);
  return (
    <div class="entrance-field">
      <p class="entrance-label" id={`${id}-title`}>
        {say('consent')} <span class="entrance-optional">{say('version', { n: consent.version })}</span>
      </p>
      {/* The arrow keys scroll a long text: it has to be reached. */}
      <div class="entrance-consent" role="region" aria-labelledby={`${id}-title`} tabIndex={0} dir="auto">
        {consent.text}
      </div>
      <label class="entrance-check">
        <input
          id={id}
          type="checkbox"
          required
          checked={hasAgreed}
          aria-invalid={wrong !== null}
          {...(wrong === null ? {} : { 'aria-describedby': `${id}-wrong` })}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{say('agree')}</span>
      </label>
      {wrong !== null && (
        <p id={`${id}-wrong`} class="entrance-wrong">
          {wrong}
        </p>
      )}
    </div>
  );
}

/** Seconds until the next try, counted down. */
function useWait(problem: Problem | null): number {
  const seconds = useSignal(0);
  useEffect(() => {
    const untilMs = Date.now() + (problem?.waitSeconds ?? 0) * 1_000;
    const count = (): void => {
      seconds.value = Math.max(0, Math.ceil((untilMs - Date.now()) / 1_000));
      if (seconds.value === 0) clearInterval(timer);
    };
    const timer = setInterval(count, 500);
    count();
    return () => clearInterval(timer);
  }, [problem]);
  return seconds.value;
}
