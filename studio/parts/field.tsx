/** Fields of forms: a label that is always seen, a hint, what is wrong with it. */
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useWords } from '../words/words.ts';
import { Icon } from './icon.tsx';

interface FieldProps {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
}

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'email' | 'number' | 'url' | 'datetime-local' | 'color';
  readonly name?: string;
  readonly autocomplete?: string;
  readonly inputMode?: 'numeric' | 'url';
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  /** Latin text in a page that goes from right to left: addresses, keys. */
  readonly isCode?: boolean;
  /** The cursor stands in it when the form appears. */
  readonly focus?: boolean;
  readonly list?: string;
}

/** Years have four figures: after them whoever types goes on with the hour. */
const LATEST = '9999-12-31T23:59';

/** The field that one begins with; a dialog gives it the focus by itself as it opens (`autofocus`), so that no key goes elsewhere. */
function useFocus(isFirst: boolean): { readonly current: HTMLInputElement | null } {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isFirst) input.current?.focus();
  }, []);
  return input;
}

/** Names of the texts that describe a field, for `aria-describedby`. */
const described = (id: string, hint: ComponentChildren, error: string | undefined): string | undefined =>
  [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter((name) => name !== '').join(' ') || undefined;

function Around({ id, label, hint, error, children }: FieldProps & { readonly id: string; readonly children: ComponentChildren }): VNode {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

/** One line. */
export function TextField(props: TextFieldProps): VNode {
  const id = useId();
  const input = useFocus(props.focus === true);
  const { label, hint, error, value, onInput, type = 'text', isCode = false } = props;
  return (
    <Around id={id} label={label} hint={hint} error={error}>
      <input
        id={id}
        class={isCode ? 'input latin' : 'input'}
        type={type}
        name={props.name}
        value={value}
        autocomplete={props.autocomplete ?? 'off'}
        inputMode={props.inputMode}
        required={props.isRequired}
        disabled={props.isDisabled}
        maxLength={props.maxLength}
        min={props.min}
        max={type === 'datetime-local' ? LATEST : props.max}
        autofocus={props.focus}
        list={props.list}
        dir={isCode ? 'ltr' : 'auto'}
        spellcheck={!isCode}
        ref={input}
        aria-invalid={error !== undefined}
        aria-describedby={described(id, hint, error)}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Around>
  );
}

interface NumberFieldProps extends FieldProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly min: number;
  readonly max: number;
}

/** A whole number. */
export function NumberField({ value, onChange, ...props }: NumberFieldProps): VNode {
  return <TextField {...props} type="number" isCode value={String(value)} onInput={(text) => onChange(Number(text))} />;
}

interface PasswordFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly autocomplete: 'current-password' | 'new-password' | 'off';
  readonly isRequired?: boolean;
  /** The cursor stands in it when the form appears. */
  readonly focus?: boolean;
}

/** A password, which can be looked at while it is typed. */
export function PasswordField({
  label,
  hint,
  error,
  value,
  onInput,
  autocomplete,
  isRequired = true,
  focus = false,
}: PasswordFieldProps): VNode {
  const id = useId();
  const words = useWords();
  const input = useFocus(focus);
  const [isShown, setShown] = useState(false);
  const look = isShown ? ({ type: 'text' } as const) : ({ type: 'password' } as const);
  const toggle = words.say(isShown ? 'hidePassword' : 'showPassword');
  return (
    <Around id={id} label={label} hint={hint} error={error}>
      <div class="with-tool">
        <input
          id={id}
          class="input latin"
          {...look}
          value={value}
          autocomplete={autocomplete}
          required={isRequired}
          autofocus={focus}
          dir="ltr"
          spellcheck={false}
          ref={input}
          aria-describedby={described(id, hint, error)}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        <button type="button" class="tool" aria-label={toggle} title={toggle} onClick={() => setShown(!isShown)}>
          <Icon name={isShown ? 'eye-off' : 'eye'} />
        </button>
      </div>
    </Around>
  );
}

interface TextAreaProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly rows?: number;
  readonly maxLength?: number;
}

/** Several lines. */
export function TextArea({ label, hint, error, value, onInput, rows = 4, maxLength }: TextAreaProps): VNode {
  const id = useId();
  return (
    <Around id={id} label={label} hint={hint} error={error}>
      <textarea
        id={id}
        class="input"
        rows={rows}
        maxLength={maxLength}
        dir="auto"
        aria-invalid={error !== undefined}
        aria-describedby={described(id, hint, error)}
        onInput={(event) => onInput(event.currentTarget.value)}
        value={value}
      />
    </Around>
  );
}

interface ChoiceProps<Value extends string> extends FieldProps {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** Each value with its words, in order. */
  readonly options: readonly (readonly [Value, string])[];
  readonly isDisabled?: boolean;
}

/** One of a list. */
export function Choice<Value extends string>({ label, hint, error, value, onChange, options, isDisabled }: ChoiceProps<Value>): VNode {
  const id = useId();
  return (
    <Around id={id} label={label} hint={hint} error={error}>
      <select
        id={id}
        class="input"
        disabled={isDisabled}
        aria-describedby={described(id, hint, error)}
        onChange={(event) => {
          const chosen = options.find(([option]) => option === event.currentTarget.value);
          if (chosen !== undefined) onChange(chosen[0]);
        }}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </Around>
  );
}

interface TickProps {
  readonly label: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Yes or no. */
export function Tick({ label, hint, isOn, onChange }: TickProps): VNode {
  const id = useId();
  return (
    <div class="tick">
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
