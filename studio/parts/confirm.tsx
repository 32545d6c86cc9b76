import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import type { Answer } from '../api/client.ts';
import { useWords } from '../words/words.ts';
import { Dialog } from './dialog.tsx';
import { TextField } from './field.tsx';
import { Form, useSending } from './form.tsx';

interface ConfirmProps {
  readonly title: string;
  /** What it will do, and to whom. */
  readonly children: ComponentChildren;
  readonly action: string;
  /** To be typed before it may be done; undefined: the button is enough. */
  readonly word?: string;
  readonly onClose: () => void;
  readonly work: () => Promise<Answer<unknown>>;
  readonly onDone: () => void;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, children, action, word, onClose, work, onDone }: ConfirmProps): VNode {
  const words = useWords();
  const sending = useSending();
  const typed = useSignal('');
  const submit = async (): Promise<void> => {
    const done = await sending.send(work);
    if (done !== undefined) onDone();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        sending={sending}
        onSubmit={() => void submit()}
        action={action}
        isGrave
        isReady={word === undefined || typed.value.trim() === word}
        beside={
          <button type="button" class="button" onClick={onClose}>
            {words.say('cancel')}
          </button>
        }
      >
        <div>{children}</div>
        {word !== undefined && (
          <TextField label={words.say('typeWord', { word })} isCode focus value={typed.value} onInput={(value) => (typed.value = value)} />
        )}
      </Form>
    </Dialog>
  );
}
