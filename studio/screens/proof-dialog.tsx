import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Dialog } from '../parts/dialog.tsx';
import { PasswordField } from '../parts/field.tsx';
import { Form, useSending } from '../parts/form.tsx';
import { useStudio } from '../state/studio.ts';
import { useWords } from '../words/words.ts';

/** The password once more, while a call waits for it. */
export function ProofDialog(): VNode | null {
  const words = useWords();
  const { session } = useStudio();
  const waiting = session.proof.value;
  return waiting === undefined ? null : (
    <Dialog title={words.say('proofTitle')} onClose={() => waiting(false)}>
      <ProofForm onDone={() => waiting(true)} />
    </Dialog>
  );
}

function ProofForm({ onDone }: { readonly onDone: () => void }): VNode {
  const words = useWords();
  const { session } = useStudio();
  const sending = useSending();
  const password = useSignal('');
  const submit = async (): Promise<void> => {
    const done = await sending.send(() => session.api.prove(password.value));
    if (done !== undefined) onDone();
  };
  return (
    <Form sending={sending} onSubmit={() => void submit()} action={words.say('goOn')}>
      <p class="quiet">{words.say('proofMore')}</p>
      <PasswordField
        label={words.say('password')}
        autocomplete="current-password"
        focus
        value={password.value}
        onInput={(value) => (password.value = value)}
      />
    </Form>
  );
}
