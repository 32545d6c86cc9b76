import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { WebhookAnswer } from '../../../core/contracts/room/organiser.ts';
import type { NewWebhook, WebhookKind } from '../../api/studio-api.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { TextField, Tick } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { Shown } from '../../parts/shown.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { useResource } from '../../state/resource.ts';
import { useStudio } from '../../state/studio.ts';
import { type Phrase, useWords } from '../../words/words.ts';
import { Deliveries } from './deliveries.tsx';

/** What somebody outside may be told of. */
export const KIND_PHRASES: Readonly<Record<WebhookKind, Phrase>> = {
  '*': 'kindAll',
  'event.scheduled': 'kindScheduled',
  'event.live': 'kindLive',
  'event.ended': 'kindEnded',
  'event.published': 'kindPublished',
  'registration.added': 'kindRegistration',
};
const KINDS = Object.keys(KIND_PHRASES) as readonly WebhookKind[];

/** Servers that are told what happens. `hosts`: those that may be; undefined: not known yet. */
export function Webhooks({ hosts }: { readonly hosts: readonly string[] | undefined }): VNode {
  const words = useWords();
  const { api } = useStudio();
  const sending = useSending();
  const webhooks = useResource(() => api.webhooks());
  const url = useSignal('https://');
  const kinds = useSignal<readonly WebhookKind[]>(['*']);
  const made = useSignal<NewWebhook | undefined>(undefined);
  const asked = useSignal<WebhookAnswer | undefined>(undefined);
  const looked = useSignal<string | undefined>(undefined);
  const make = async (): Promise<void> => {
    const done = await sending.send(() => api.createWebhook(url.value, kinds.value));
    if (done === undefined) return;
    made.value = done.value;
    url.value = 'https://';
    await webhooks.load();
  };
  const isNobody = hosts?.length === 0;
  return (
    <Section title={words.say('webhooks')} more={words.say('webhooksMore')}>
      {made.value !== undefined && <ShownOnce label={words.say('webhookSecret')} text={made.value.secret} />}
      <Shown of={webhooks} rows={2}>
        {({ webhooks: list }) =>
          list.length === 0 ? (
            <p class="quiet">{words.say('webhookNone')}</p>
          ) : (
            <ul class="rows">
              {list.map((webhook) => (
                <li key={webhook.id} class="row">
                  <div class="row-main">
                    <strong class="latin">{webhook.url}</strong>
                    <p class="quiet">{webhook.kinds.map((kind) => words.say(KIND_PHRASES[kindOf(kind)])).join(', ')}</p>
                  </div>
                  <button
                    type="button"
                    class="button"
                    aria-expanded={looked.value === webhook.id}
                    onClick={() => (looked.value = looked.value === webhook.id ? undefined : webhook.id)}
                  >
                    {words.say('deliveries')}
                  </button>
                  <button type="button" class="button grave" onClick={() => (asked.value = webhook)}>
                    {words.say('remove')}
                  </button>
                  {looked.value === webhook.id && <Deliveries webhook={webhook.id} />}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {isNobody ? (
        <p class="quiet">{words.say('webhookNoHosts')}</p>
      ) : (
        <Form sending={sending} onSubmit={() => void make()} action={words.say('webhookAdd')} isReady={kinds.value.length > 0}>
          <TextField
            label={words.say('webhookUrl')}
            hint={hosts === undefined ? words.say('webhookUrlHint') : words.say('webhookHosts', { hosts: hosts.join(', ') })}
            type="url"
            isCode
            isRequired
            maxLength={500}
            value={url.value}
            onInput={(value) => (url.value = value)}
          />
          <fieldset class="pair">
            <legend class="legend">{words.say('webhookKinds')}</legend>
            {KINDS.map((kind) => (
              <Tick
                key={kind}
                label={words.say(KIND_PHRASES[kind])}
                isOn={kinds.value.includes(kind)}
                onChange={(isOn) => (kinds.value = isOn ? [...kinds.value, kind] : kinds.value.filter((one) => one !== kind))}
              />
            ))}
          </fieldset>
        </Form>
      )}
      {asked.value !== undefined && (
        <Confirm
          title={words.say('remove')}
          action={words.say('remove')}
          onClose={() => (asked.value = undefined)}
          work={() => api.removeWebhook(asked.value?.id ?? '')}
          onDone={() => {
            asked.value = undefined;
            void webhooks.load();
          }}
        >
          <p>{words.say('webhookRemoveMore', { url: asked.value.url })}</p>
        </Confirm>
      )}
    </Section>
  );
}

function kindOf(text: string): WebhookKind {
  return KINDS.find((kind) => kind === text) ?? '*';
}
