import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { TotpBegun } from '../../api/studio-api.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { CopyLine } from '../../parts/copy.tsx';
import { TextField } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { Section } from '../../parts/section.tsx';
import { useMe, useStudio } from '../../state/studio.ts';
import { useWords } from '../../words/words.ts';

/** Codes of an authenticator app, on and off. */
export function Authenticator(): VNode {
  const words = useWords();
  const { api, session } = useStudio();
  const me = useMe();
  const sending = useSending();
  const begun = useSignal<TotpBegun | undefined>(undefined);
  const code = useSignal('');
  const isStopping = useSignal(false);
  const begin = async (): Promise<void> => {
    const done = await sending.send(() => api.beginTotp());
    if (done !== undefined) begun.value = done.value;
  };
  const confirm = async (): Promise<void> => {
    const { value } = begun;
    if (value === undefined) return;
    const done = await sending.send(() => api.startTotp(value, code.value));
    if (done === undefined) return;
    begun.value = undefined;
    code.value = '';
    session.enter({ ...me, hasTotp: true });
  };
  return (
    <Section title={words.say('totpTitle')} more={words.say('totpMore')}>
      <Notice kind={me.hasTotp ? 'ok' : 'info'}>{words.say(me.hasTotp ? 'totpOn' : 'totpOff')}</Notice>
      {begun.value === undefined ? (
        <>
          <FailureNotice failure={sending.failure.value} />
          <div class="form-end">
            {me.hasTotp ? (
              <button type="button" class="button grave" onClick={() => (isStopping.value = true)}>
                {words.say('totpStop')}
              </button>
            ) : (
              <button type="button" class="button primary" disabled={sending.isBusy.value} onClick={() => void begin()}>
                {words.say('totpBegin')}
              </button>
            )}
          </div>
        </>
      ) : (
        <Form sending={sending} onSubmit={() => void confirm()} action={words.say('totpConfirm')}>
          <p>{words.say('totpScan')}</p>
          <QrCode text={begun.value.uri} label={words.say('totpQr')} />
          <CopyLine label={words.say('totpSecret')} text={begun.value.secret} />
          <TextField
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
        </Form>
      )}
      {isStopping.value && (
        <Confirm
          title={words.say('totpStop')}
          action={words.say('totpStop')}
          onClose={() => (isStopping.value = false)}
          work={() => api.stopTotp()}
          onDone={() => {
            isStopping.value = false;
            session.enter({ ...me, hasTotp: false });
          }}
        >
          <p>{words.say('totpStopMore')}</p>
        </Confirm>
      )}
    </Section>
  );
}
