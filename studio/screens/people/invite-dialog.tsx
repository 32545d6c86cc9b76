import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { AccountRole } from '../../../core/contracts/room/roles.ts';
import type { Invited } from '../../api/studio-api.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Choice, TextField } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { mayManage } from '../../state/rights.ts';
import { useMe, useStudio } from '../../state/studio.ts';
import { useWords } from '../../words/words.ts';
import { ROLE_MORE, roleOptions } from '../roles.ts';

/** Makes a link for somebody; it is shown this once. */
export function InviteDialog({ onClose, onInvited }: { readonly onClose: () => void; readonly onInvited: () => void }): VNode {
  const words = useWords();
  const { api } = useStudio();
  const me = useMe();
  const sending = useSending();
  const email = useSignal('');
  const role = useSignal<AccountRole>('moderator');
  const made = useSignal<Invited | undefined>(undefined);
  const submit = async (): Promise<void> => {
    const done = await sending.send(() => api.invite(email.value, role.value));
    if (done === undefined) return;
    made.value = done.value;
    onInvited();
  };
  return (
    <Dialog title={words.say('invite')} onClose={onClose}>
      {made.value === undefined ? (
        <Form sending={sending} onSubmit={() => void submit()} action={words.say('inviteDo')}>
          <p class="quiet">{words.say('inviteMore')}</p>
          <TextField
            label={words.say('email')}
            type="email"
            isCode
            isRequired
            focus
            value={email.value}
            onInput={(value) => (email.value = value)}
          />
          <Choice
            label={words.say('role')}
            hint={words.say(ROLE_MORE[role.value])}
            options={roleOptions(words, (one) => mayManage(me.role, one))}
            value={role.value}
            onChange={(value) => (role.value = value)}
          />
        </Form>
      ) : (
        <>
          <ShownOnce label={words.say('inviteLink', { email: made.value.email })} text={made.value.link} />
          <div class="form-end">
            <button type="button" class="button primary" onClick={onClose}>
              {words.say('done')}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}
