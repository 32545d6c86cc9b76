import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import type { TemplateAnswer } from '../../../core/contracts/room/organiser.ts';
import type { Answer } from '../../api/client.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import { useWords } from '../../words/words.ts';

interface TemplateNameDialogProps {
  readonly title: string;
  readonly action: string;
  /** To begin with. */
  readonly name: string;
  readonly children?: ComponentChildren;
  readonly onClose: () => void;
  readonly work: (name: string) => Promise<Answer<TemplateAnswer>>;
  readonly onDone: (template: TemplateAnswer) => void;
}

/** Asks what a template is called. */
export function TemplateNameDialog({ title, action, name, children, onClose, work, onDone }: TemplateNameDialogProps): VNode {
  const words = useWords();
  const sending = useSending();
  const written = useSignal(name);
  const submit = async (): Promise<void> => {
    const done = await sending.send(() => work(written.value));
    if (done !== undefined) onDone(done.value);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <Form sending={sending} onSubmit={() => void submit()} action={action}>
        {children}
        <TextField
          label={words.say('templateName')}
          isRequired
          focus
          maxLength={120}
          value={written.value}
          onInput={(value) => (written.value = value)}
        />
      </Form>
    </Dialog>
  );
}
