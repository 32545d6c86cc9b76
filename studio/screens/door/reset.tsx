import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { PasswordField } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import { useStudio } from '../../state/studio.ts';
import { useWords } from '../../words/words.ts';
import { DoorCard } from './door-card.tsx';

/** Another password, with the link that `plenary accounts reset` prints; then one signs in with it. */
export function ResetScreen({ token, onDone }: { readonly token: string; readonly onDone: () => void }): VNode {
  const words = useWords();
  const { session } = useStudio();
  const sending = useSending();
  const password = useSignal('');
  const submit = async (): Promise<void> => {
    if ((await sending.send(() => session.api.resetPassword({ token, password: password.value }))) !== undefined) onDone();
  };
  return (
    <DoorCard title={words.say('resetTitle')} more={words.say('resetMore')}>
      <Form sending={sending} onSubmit={() => void submit()} action={words.say('resetAction')}>
        <PasswordField
          label={words.say('password')}
          hint={words.say('passwordHint')}
          autocomplete="new-password"
          value={password.value}
          onInput={(value) => (password.value = value)}
        />
      </Form>
    </DoorCard>
  );
}
