import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { Notice } from '../parts/notice.tsx';
import { useWords } from '../words/words.ts';
import { type Alarm, BEGUN, raiseAlarm } from './alarm.ts';
import { useDesk } from './desk-context.ts';
import { HoldButton } from './hold-button.tsx';

/** Somebody has taken the stage or the chat over: silence, our own picture, a key that nobody else has. */
export function PanicButton(): VNode {
  const words = useWords();
  const desk = useDesk();
  const alarm = useSignal<Alarm | undefined>(undefined);
  const { viewers } = desk.link.feed.value;
  const raise = async (): Promise<void> => {
    alarm.value = BEGUN;
    await raiseAlarm(desk, (next) => (alarm.value = next));
  };
  const state = alarm.value;
  return (
    <>
      <HoldButton
        icon="octagon-alert"
        label={words.say('ctlPanic')}
        what={<p>{words.say('ctlPanicWhat', { n: viewers })}</p>}
        onDone={() => void raise()}
      />
      {state !== undefined && (
        <Dialog title={words.say('ctlPanicTitle')} onClose={() => (alarm.value = undefined)}>
          <ul class="ctl-alarm">
            <Step label={words.say('ctlPanicChat')} state={state.chat} />
            <Step label={words.say('ctlPanicSlate')} state={state.slate} />
            <Step label={words.say('ctlPanicKeys')} state={state.keys} />
          </ul>
          {state.key !== undefined && (
            <>
              <Notice kind="warn">{words.say('shownOnce')}</Notice>
              <p>
                {words.say('ctlPanicKey')} <code class="latin">{state.key}</code>
              </p>
              <button type="button" class="button" onClick={() => void navigator.clipboard.writeText(state.key ?? '')}>
                <Icon name="copy" size={16} />
                {words.say('copy')}
              </button>
            </>
          )}
        </Dialog>
      )}
    </>
  );
}

function Step({ label, state }: { readonly label: string; readonly state: 'doing' | 'done' | 'failed' }): VNode {
  const words = useWords();
  return (
    <li>
      <Icon name={state === 'done' ? 'circle-check' : state === 'failed' ? 'triangle-alert' : 'info'} size={16} />
      {label}: {words.say(state === 'done' ? 'done' : state === 'failed' ? 'ctlFailed' : 'ctlDoing')}
    </li>
  );
}
