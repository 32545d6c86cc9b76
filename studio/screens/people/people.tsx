import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { AccountAnswer, InvitationAnswer } from '../../../core/contracts/room/organiser.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useResource } from '../../state/resource.ts';
import { useStudio } from '../../state/studio.ts';
import { dateTimeText } from '../../words/dates.ts';
import { useWords } from '../../words/words.ts';
import { ROLE_PHRASES } from '../roles.ts';
import { Screen } from '../shell.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { PersonRow } from './person-row.tsx';

/** Who works here, with which rights, who added them; who is invited. */
export function PeopleScreen(): VNode {
  const words = useWords();
  const { api } = useStudio();
  const people = useResource(() => api.accounts());
  const invitations = useResource(() => api.invitations());
  const isInviting = useSignal(false);
  const withdrawn = useSignal<InvitationAnswer | undefined>(undefined);
  const replace = (changed: AccountAnswer): void => {
    const before = people.value;
    if (before !== undefined) people.set({ accounts: before.accounts.map((one) => (one.id === changed.id ? changed : one)) });
  };
  return (
    <Screen
      title={words.say('peopleTitle')}
      action={
        <button type="button" class="button primary" onClick={() => (isInviting.value = true)}>
          <Icon name="plus" />
          {words.say('invite')}
        </button>
      }
    >
      <Shown of={people}>
        {({ accounts }) => (
          <ul class="rows">
            {accounts.map((account) => (
              <PersonRow key={account.id} person={account} onChanged={replace} />
            ))}
          </ul>
        )}
      </Shown>
      {(invitations.value?.invitations.length ?? 0) > 0 && (
        <section class="form" aria-labelledby="invitations">
          <h2 id="invitations">{words.say('invitationsTitle')}</h2>
          <ul class="rows">
            {invitations.value?.invitations.map((invitation) => (
              <li key={invitation.id} class="row">
                <div class="row-main">
                  <strong dir="ltr">{invitation.email}</strong>
                  <p class="quiet">
                    {words.say(ROLE_PHRASES[invitation.role])}
                    {' · '}
                    {words.say('invitationBy', {
                      name: invitation.invitedBy ?? words.say('somebody'),
                      time: dateTimeText(words.language, invitation.expiresAt),
                    })}
                  </p>
                </div>
                <button type="button" class="button grave" onClick={() => (withdrawn.value = invitation)}>
                  {words.say('withdraw')}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {isInviting.value && <InviteDialog onClose={() => (isInviting.value = false)} onInvited={() => void invitations.load()} />}
      {withdrawn.value !== undefined && (
        <Confirm
          title={words.say('withdraw')}
          action={words.say('withdraw')}
          onClose={() => (withdrawn.value = undefined)}
          work={() => api.withdrawInvitation(withdrawn.value?.id ?? '')}
          onDone={() => {
            withdrawn.value = undefined;
            void invitations.load();
          }}
        >
          <p>
            <strong dir="ltr">{withdrawn.value.email}</strong>: {words.say('withdrawMore')}
          </p>
        </Confirm>
      )}
    </Screen>
  );
}
