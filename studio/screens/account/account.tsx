import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Choice, PasswordField, TextField } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Section } from '../../parts/section.tsx';
import { useMe, useStudio } from '../../state/studio.ts';
import { LANGUAGE_OPTIONS, useWords } from '../../words/words.ts';
import { Screen } from '../shell.tsx';
import { Sessions } from './sessions.tsx';
import { Authenticator } from './authenticator.tsx';

/** One's own account: name, language, password, authenticator, where one is signed in. */
export function AccountScreen(): VNode {
  const words = useWords();
  return (
    <Screen title={words.say('accountTitle')}>
      <Who />
      <Authenticator />
      <Password />
      <Sessions />
    </Screen>
  );
}

function Who(): VNode {
  const words = useWords();
  const { api, session } = useStudio();
  const me = useMe();
  const sending = useSending();
  const name = useSignal(me.name);
  const language = useSignal(me.language);
  const save = async (): Promise<void> => {
    const done = await sending.send(() => api.changeMe({ name: name.value, language: language.value }));
    if (done !== undefined) session.enter(done.value);
  };
  return (
    <Section title={words.say('accountWho')}>
      <p class="quiet latin">{me.email}</p>
      <Form
        sending={sending}
        onSubmit={() => void save()}
        action={words.say('save')}
        isReady={name.value.trim() !== '' && (name.value !== me.name || language.value !== me.language)}
      >
        <TextField label={words.say('yourName')} isRequired maxLength={200} value={name.value} onInput={(value) => (name.value = value)} />
        <Choice
          label={words.say('language')}
          options={LANGUAGE_OPTIONS}
          value={language.value}
          onChange={(value) => (language.value = value)}
        />
      </Form>
    </Section>
  );
}

function Password(): VNode {
  const words = useWords();
  const { api } = useStudio();
  const sending = useSending();
  const before = useSignal('');
  const after = useSignal('');
  const isDone = useSignal(false);
  const change = async (): Promise<void> => {
    isDone.value = false;
    const done = await sending.send(() => api.changePassword(before.value, after.value));
    if (done === undefined) return;
    before.value = '';
    after.value = '';
    isDone.value = true;
  };
  return (
    <Section title={words.say('accountPassword')} more={words.say('accountPasswordMore')}>
      {isDone.value && <Notice kind="ok">{words.say('saved')}</Notice>}
      <Form sending={sending} onSubmit={() => void change()} action={words.say('passwordChange')}>
        <PasswordField
          label={words.say('passwordNow')}
          autocomplete="current-password"
          value={before.value}
          onInput={(value) => (before.value = value)}
        />
        <PasswordField
          label={words.say('passwordNew')}
          hint={words.say('passwordHint')}
          autocomplete="new-password"
          value={after.value}
          onInput={(value) => (after.value = value)}
        />
      </Form>
    </Section>
  );
}
