import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Language } from '../../../core/contracts/room/event.ts';
import { Choice, PasswordField, TextField } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import type { DoorLink } from '../../state/route.ts';
import { useStudio } from '../../state/studio.ts';
import { LANGUAGE_OPTIONS, pickLanguage, useWords } from '../../words/words.ts';
import { DoorCard } from './door-card.tsx';

/** Makes an account with a link that is good once: the first owner's, or that of somebody who was invited. */
export function WelcomeScreen({ invitation, onDone }: { readonly invitation: DoorLink; readonly onDone: () => void }): VNode {
  const words = useWords();
  const { session } = useStudio();
  const sending = useSending();
  const organisation = useSignal('');
  const name = useSignal('');
  const email = useSignal('');
  const password = useSignal('');
  const language = useSignal<Language>(pickLanguage([words.language]));
  const isFirst = invitation.kind === 'setup';
  const submit = async (): Promise<void> => {
    const { token } = invitation;
    const person = { token, name: name.value, password: password.value, language: language.value };
    const done = await sending.send(() =>
      isFirst
        ? session.api.setUp({ ...person, organisation: organisation.value, email: email.value })
        : session.api.acceptInvitation(person),
    );
    if (done === undefined) return;
    onDone();
    session.enter(done.value);
  };
  return (
    <DoorCard title={words.say(isFirst ? 'setUpTitle' : 'invitedTitle')} more={words.say(isFirst ? 'setUpMore' : 'invitedMore')}>
      <Form sending={sending} onSubmit={() => void submit()} action={words.say('makeAccount')}>
        {isFirst && (
          <TextField
            label={words.say('organisation')}
            autocomplete="organization"
            isRequired
            focus
            maxLength={120}
            value={organisation.value}
            onInput={(value) => (organisation.value = value)}
          />
        )}
        <TextField
          label={words.say('yourName')}
          autocomplete="name"
          isRequired
          focus={!isFirst}
          maxLength={200}
          value={name.value}
          onInput={(value) => (name.value = value)}
        />
        {isFirst && (
          <TextField
            label={words.say('email')}
            type="email"
            autocomplete="username"
            isCode
            isRequired
            value={email.value}
            onInput={(value) => (email.value = value)}
          />
        )}
        <PasswordField
          label={words.say('password')}
          hint={words.say('passwordHint')}
          autocomplete="new-password"
          value={password.value}
          onInput={(value) => (password.value = value)}
        />
        <Choice
          label={words.say('language')}
          options={LANGUAGE_OPTIONS}
          value={language.value}
          onChange={(value) => (language.value = value)}
        />
      </Form>
    </DoorCard>
  );
}
