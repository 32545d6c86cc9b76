import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { AccountAnswer } from '../../../core/contracts/room/organiser.ts';
import type { AccountRole } from '../../../core/contracts/room/roles.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useSending } from '../../parts/form.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { mayManage } from '../../state/rights.ts';
import { useMe, useStudio } from '../../state/studio.ts';
import { dateTimeText } from '../../words/dates.ts';
import { useWords } from '../../words/words.ts';
import { ROLE_PHRASES, roleOptions } from '../roles.ts';

interface PersonRowProps {
  readonly person: AccountAnswer;
  readonly onChanged: (person: AccountAnswer) => void;
}

/** One who works here, and what may be changed of him. */
export function PersonRow({ person, onChanged }: PersonRowProps): VNode {
  const words = useWords();
  const { api } = useStudio();
  const me = useMe();
  const sending = useSending();
  const asked = useSignal<'disable' | 'totp' | undefined>(undefined);
  const roles = roleOptions(words, (role) => mayManage(me.role, role));
  const isMe = person.id === me.id;
  const isTheirs = !isMe && mayManage(me.role, person.role);
  const change = async (body: { readonly role?: AccountRole; readonly isDisabled?: boolean }): Promise<void> => {
    const done = await sending.send(() => api.changeAccount(person.id, body));
    if (done !== undefined) onChanged(done.value);
  };
  const time = dateTimeText(words.language, person.createdAt);
  return (
    <li class="row">
      <div class="row-main">
        <strong dir="auto">{person.name}</strong> <span class="quiet latin">{person.email}</span>{' '}
        {isMe && <span class="badge">{words.say('isYou')}</span>}{' '}
        {person.isDisabled && <span class="badge">{words.say('isDisabled')}</span>}
        <p class="quiet">
          {person.addedBy === null ? words.say('addedSince', { time }) : words.say('addedBy', { name: person.addedBy, time })}
          {' · '}
          {words.say(person.hasTotp ? 'hasTotp' : 'noTotp')}
        </p>
        <FailureNotice failure={sending.failure.value} />
      </div>
      {isTheirs ? (
        <>
          <select
            class="input input-small"
            aria-label={words.say('roleOf', { name: person.name })}
            disabled={sending.isBusy.value}
            onChange={(event) => {
              const chosen = roles.find(([role]) => role === event.currentTarget.value);
              if (chosen !== undefined) void change({ role: chosen[0] });
            }}
          >
            {roles.map(([role, text]) => (
              <option key={role} value={role} selected={role === person.role}>
                {text}
              </option>
            ))}
          </select>
          {person.hasTotp && (
            <button type="button" class="button grave" onClick={() => (asked.value = 'totp')}>
              {words.say('takeOffTotp')}
            </button>
          )}
          {person.isDisabled ? (
            <button type="button" class="button" onClick={() => void change({ isDisabled: false })}>
              {words.say('enable')}
            </button>
          ) : (
            <button type="button" class="button grave" onClick={() => (asked.value = 'disable')}>
              {words.say('disable')}
            </button>
          )}
        </>
      ) : (
        <span class="badge">{words.say(ROLE_PHRASES[person.role])}</span>
      )}
      {asked.value !== undefined && (
        <Confirm
          title={words.say(asked.value === 'totp' ? 'takeOffTotp' : 'disable')}
          action={words.say(asked.value === 'totp' ? 'takeOffTotp' : 'disable')}
          onClose={() => (asked.value = undefined)}
          work={async () => {
            const answer = await api.changeAccount(person.id, asked.value === 'totp' ? { hasTotp: false } : { isDisabled: true });
            if (answer.ok) onChanged(answer.value);
            return answer;
          }}
          onDone={() => (asked.value = undefined)}
        >
          <p>{words.say(asked.value === 'totp' ? 'takeOffTotpMore' : 'disableMore', { name: person.name })}</p>
        </Confirm>
      )}
    </li>
  );
}
