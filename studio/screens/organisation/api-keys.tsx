import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { ApiKeyAnswer } from '../../../core/contracts/room/organiser.ts';
import type { AccountRole } from '../../../core/contracts/room/roles.ts';
import type { NewApiKey } from '../../api/studio-api.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Choice, TextField } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { Shown } from '../../parts/shown.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { useResource } from '../../state/resource.ts';
import { isAtLeast } from '../../state/rights.ts';
import { useMe, useStudio } from '../../state/studio.ts';
import { dateTimeText } from '../../words/dates.ts';
import { useWords } from '../../words/words.ts';
import { ROLE_MORE, ROLE_PHRASES, roleOptions } from '../roles.ts';

/** Keys for programs. */
export function ApiKeys(): VNode {
  const words = useWords();
  const { api } = useStudio();
  const me = useMe();
  const sending = useSending();
  const keys = useResource(() => api.apiKeys());
  const label = useSignal('');
  const role = useSignal<AccountRole>('analyst');
  const made = useSignal<NewApiKey | undefined>(undefined);
  const asked = useSignal<ApiKeyAnswer | undefined>(undefined);
  const make = async (): Promise<void> => {
    const done = await sending.send(() => api.createApiKey(label.value, role.value));
    if (done === undefined) return;
    made.value = done.value;
    label.value = '';
    await keys.load();
  };
  return (
    <Section title={words.say('apiKeys')} more={words.say('apiKeysMore')}>
      {made.value !== undefined && <ShownOnce label={made.value.label} text={made.value.key} />}
      <Shown of={keys} rows={2}>
        {({ keys: list }) =>
          list.length === 0 ? (
            <p class="quiet">{words.say('apiKeyNone')}</p>
          ) : (
            <ul class="rows">
              {list.map((key) => (
                <li key={key.id} class="row">
                  <div class="row-main">
                    <strong dir="auto">{key.label}</strong> <span class="badge">{words.say(ROLE_PHRASES[key.role])}</span>
                    <p class="quiet figures">
                      {words.say('madeAt', { time: dateTimeText(words.language, key.createdAt) })}
                      {' · '}
                      {key.usedAt === null
                        ? words.say('apiKeyUnused')
                        : words.say('apiKeyUsed', { time: dateTimeText(words.language, key.usedAt) })}
                    </p>
                  </div>
                  <button type="button" class="button grave" onClick={() => (asked.value = key)}>
                    {words.say('revokeKey')}
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <Form sending={sending} onSubmit={() => void make()} action={words.say('makeKey')}>
        <div class="pair">
          <TextField
            label={words.say('apiKeyName')}
            isRequired
            maxLength={120}
            value={label.value}
            onInput={(value) => (label.value = value)}
          />
          <Choice
            label={words.say('role')}
            hint={words.say(ROLE_MORE[role.value])}
            options={roleOptions(words, (one) => isAtLeast(me.role, one))}
            value={role.value}
            onChange={(value) => (role.value = value)}
          />
        </div>
      </Form>
      {asked.value !== undefined && (
        <Confirm
          title={words.say('revokeKey')}
          action={words.say('revokeKey')}
          onClose={() => (asked.value = undefined)}
          work={() => api.revokeApiKey(asked.value?.id ?? '')}
          onDone={() => {
            asked.value = undefined;
            void keys.load();
          }}
        >
          <p>{words.say('apiKeyRevokeMore', { name: asked.value.label })}</p>
        </Confirm>
      )}
    </Section>
  );
}
