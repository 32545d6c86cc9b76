import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { StreamKeyAnswer } from '../../../../core/contracts/room/organiser.ts';
import type { NewStreamKey, StreamSlot } from '../../../api/studio-api.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { CopyLine } from '../../../parts/copy.tsx';
import { Choice, TextField } from '../../../parts/field.tsx';
import { Form, useSending } from '../../../parts/form.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { QrCode } from '../../../parts/qr-code.tsx';
import { Shown } from '../../../parts/shown.tsx';
import { useResource } from '../../../state/resource.ts';
import { useStudio } from '../../../state/studio.ts';
import { dateTimeText } from '../../../words/dates.ts';
import { type Phrase, useWords } from '../../../words/words.ts';

const SLOTS: readonly (readonly [StreamSlot, Phrase])[] = [
  ['primary', 'slotPrimary'],
  ['backup', 'slotBackup'],
  ['rehearsal', 'slotRehearsal'],
];

const slotOf = (slot: string): readonly [StreamSlot, Phrase] => SLOTS.find(([one]) => one === slot) ?? ['primary', 'slotPrimary'];

interface StreamKeysProps {
  readonly event: string;
  readonly rtmpUrl: string | null;
}

/** The keys of an event: made, replaced, revoked. A key is shown once. */
export function StreamKeys({ event, rtmpUrl }: StreamKeysProps): VNode {
  const words = useWords();
  const { api } = useStudio();
  const sending = useSending();
  const keys = useResource(() => api.streamKeys(event), [event]);
  const slot = useSignal<StreamSlot>('primary');
  const label = useSignal('');
  const made = useSignal<NewStreamKey | undefined>(undefined);
  const asked = useSignal<{ readonly key: StreamKeyAnswer; readonly isReplaced: boolean } | undefined>(undefined);
  const make = async (): Promise<void> => {
    const done = await sending.send(() => api.createStreamKey(event, slot.value, label.value));
    if (done === undefined) return;
    made.value = done.value;
    label.value = '';
    await keys.load();
  };
  const work = async () => {
    if (asked.value === undefined) throw new Error('nothing was asked');
    const { key, isReplaced } = asked.value;
    if (!isReplaced) return api.revokeStreamKey(event, key.id);
    // the new one first: between the two nobody is without a key
    const next = await api.createStreamKey(event, slotOf(key.slot)[0], key.label);
    if (!next.ok) return next;
    made.value = next.value;
    return api.revokeStreamKey(event, key.id);
  };
  return (
    <section class="card section-card" aria-labelledby="keys">
      <div>
        <h2 id="keys">{words.say('streamKeys')}</h2>
        <p class="hint">{words.say('streamKeysMore')}</p>
      </div>
      <div class="form">
        {made.value !== undefined && (
          <Notice kind="ok">
            <p>
              <strong>{words.say(slotOf(made.value.slot)[1])}</strong>: {words.say('shownOnce')}
            </p>
            {rtmpUrl !== null && <CopyLine label={words.say('serverUrl')} text={rtmpUrl} />}
            <CopyLine label={words.say('streamKey')} text={made.value.key} />
            {rtmpUrl !== null && (
              <details>
                <summary>{words.say('keyByCamera')}</summary>
                <QrCode text={`${rtmpUrl}/${made.value.key}`} label={words.say('keyQr')} />
                <p class="hint">{words.say('keyQrMore')}</p>
              </details>
            )}
          </Notice>
        )}
        <Shown of={keys} rows={2}>
          {({ keys: list }) =>
            list.length === 0 ? (
              <p class="quiet">{words.say('noKeys')}</p>
            ) : (
              <ul class="rows">
                {list.map((key) => (
                  <li key={key.id} class="row">
                    <div class="row-main">
                      <strong>{words.say(slotOf(key.slot)[1])}</strong> <span dir="auto">{key.label}</span>
                      <p class="quiet figures">{words.say('madeAt', { time: dateTimeText(words.language, key.createdAt) })}</p>
                    </div>
                    <button type="button" class="button" onClick={() => (asked.value = { key, isReplaced: true })}>
                      {words.say('replaceKey')}
                    </button>
                    <button type="button" class="button grave" onClick={() => (asked.value = { key, isReplaced: false })}>
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
            <Choice
              label={words.say('slot')}
              hint={words.say('slotHint')}
              options={SLOTS.map(([one, phrase]) => [one, words.say(phrase)] as const)}
              value={slot.value}
              onChange={(value) => (slot.value = value)}
            />
            <TextField
              label={words.say('keyLabel')}
              hint={words.say('keyLabelHint')}
              maxLength={120}
              value={label.value}
              onInput={(value) => (label.value = value)}
            />
          </div>
        </Form>
      </div>
      {asked.value !== undefined && (
        <Confirm
          title={words.say(asked.value.isReplaced ? 'replaceKey' : 'revokeKey')}
          action={words.say(asked.value.isReplaced ? 'replaceKey' : 'revokeKey')}
          onClose={() => (asked.value = undefined)}
          work={work}
          onDone={() => {
            asked.value = undefined;
            void keys.load();
          }}
        >
          <p>{words.say(asked.value.isReplaced ? 'replaceKeyMore' : 'revokeKeyMore')}</p>
        </Confirm>
      )}
    </section>
  );
}
