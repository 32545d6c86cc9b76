import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import type { Answer, Failure } from '../api/client.ts';
import { FailureNotice } from './notice.tsx';

/** A form that is sent: busy while it is, and why it was refused. */
export interface Sending {
  readonly isBusy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** Sends one at a time. @returns the answer's value; undefined when it was refused, or another is under way. */
  send<T>(work: () => Promise<Answer<T>>): Promise<{ readonly value: T } | undefined>;
}

/** Keeps what becomes of what a form sends. */
export function useSending(): Sending {
  const isBusy = useSignal(false);
  const failure = useSignal<Failure | undefined>(undefined);
  return {
    isBusy,
    failure,
    send: async (work) => {
      if (isBusy.peek()) return undefined;
      isBusy.value = true;
      failure.value = undefined;
      const answer = await work();
      isBusy.value = false;
      if (answer.ok) return { value: answer.value };
      failure.value = answer.failure;
      return undefined;
    },
  };
}

interface FormProps {
  readonly sending: Sending;
  readonly onSubmit: () => void;
  /** The words of its one button. */
  readonly action: string;
  /** Beside the button. */
  readonly beside?: ComponentChildren;
  readonly isGrave?: boolean;
  readonly isReady?: boolean;
  readonly children?: ComponentChildren;
}

/** Fields, what was refused, and the one button in its corner. */
export function Form({ sending, onSubmit, action, beside, isGrave = false, isReady = true, children }: FormProps): VNode {
  const isBusy = sending.isBusy.value;
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <FailureNotice failure={sending.failure.value} />
      <div class="form-end">
        {beside}
        <button type="submit" class={isGrave ? 'button grave' : 'button primary'} disabled={!isReady || isBusy} aria-busy={isBusy}>
          {action}
        </button>
      </div>
    </form>
  );
}
