import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Me } from '../../../core/contracts/room/organiser.ts';
import { PasswordField, TextField } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import { Notice } from '../../parts/notice.tsx';
import { useStudio } from '../../state/studio.ts';
import { useWords } from '../../words/words.ts';
import { DoorCard } from './door-card.tsx';

/** Address and password; the code of an authenticator when the account has one. */
export function SignInScreen({ wasReset }: { readonly wasReset: boolean }): VNode {
  const words = useWords();
  const { session } = useStudio();
  const sending = useSending();
  const email = useSignal('');
  const password = useSignal('');
  const code = useSignal('');
  const wantsCode = useSignal(false);
  const submit = async (): Promise<void> => {
    const given = wantsCode.value ? { code: code.value } : {};
    const done = await sending.send<Me | undefined>(async () => {
      const answer = await session.api.signIn({ email: email.value, password: password.value, ...given });
      if (answer.ok || answer.failure.code !== 'ROOM_CODE_NEEDED') return answer;
      wantsCode.value = true;
      return { ok: true, value: undefined };
    });
    if (done?.value !== undefined) session.enter(done.value);
  };
  return (
    <DoorCard title={words.say('signInTitle')}>
      {wasReset && <Notice kind="ok">{words.say('resetDone')}</Notice>}
      {session.wasSignedIn.value && <Notice kind="warn">{words.say('signedOut')}</Notice>}
      <Form sending={sending} onSubmit={() => void submit()} action={words.say('signIn')}>
        <TextField
          label={words.say('email')}
          type="email"
          autocomplete="username"
          isCode
          isRequired
          focus
          value={email.value}
          onInput={(value) => (email.value = value)}
        />
        <PasswordField
          label={words.say('password')}
          autocomplete="current-password"
          value={password.value}
          onInput={(value) => (password.value = value)}
        />
        {wantsCode.value && (
          <TextField
            key="code"
            label={words.say('code')}
            hint={words.say('codeHint')}
            autocomplete="one-time-code"
            inputMode="numeric"
            isCode
            isRequired
            focus
            value={code.value}
            onInput={(value) => (code.value = value)}
          />
        )}
      </Form>
    </DoorCard>
  );
}
