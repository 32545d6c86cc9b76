import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { MAX_TEXT } from '../../core/contracts/room/limits.ts';
import { Icon } from '../parts/icon.tsx';
import type { Verdict } from './staff-link.ts';

interface ComposerProps {
  readonly label: string;
  readonly send: string;
  readonly onSend: (text: string) => Promise<Verdict>;
  readonly onTold: (verdict: Verdict) => void;
}

/** One line to be said. What was refused stays, to be written better. */
export function Composer({ label, send, onSend, onTold }: ComposerProps): VNode {
  const text = useSignal('');
  const isBusy = useSignal(false);
  const submit = async (): Promise<void> => {
    const said = text.peek().trim();
    if (said === '' || isBusy.peek()) return;
    isBusy.value = true;
    const verdict = await onSend(said);
    isBusy.value = false;
    if (verdict.ok && text.peek().trim() === said) text.value = '';
    onTold(verdict);
  };
  return (
    <form
      class="ctl-composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <input
        class="input"
        dir="auto"
        aria-label={label}
        placeholder={label}
        maxLength={MAX_TEXT}
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <button type="submit" class="tool" aria-label={send} title={send} disabled={isBusy.value}>
        <Icon name="send" />
      </button>
    </form>
  );
}
