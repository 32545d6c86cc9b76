import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { asEventId } from '../../../core/contracts/room/ids.ts';
import type { EventAnswer } from '../../../core/contracts/room/organiser.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import { slugOf } from '../../state/event/slug.ts';
import { useMe, useStudio } from '../../state/studio.ts';
import { useWords } from '../../words/words.ts';

interface NewEventDialogProps {
  /** Copied from; undefined: blank. */
  readonly from?: EventAnswer;
  readonly onClose: () => void;
}

/** A title and a name for links make an event; the rest can wait. */
export function NewEventDialog({ from, onClose }: NewEventDialogProps): VNode {
  const words = useWords();
  const studio = useStudio();
  const me = useMe();
  const sending = useSending();
  const title = useSignal(from === undefined ? '' : words.say('copyOf', { title: from.title }).replace(/[\u2068\u2069]/g, ''));
  /** Follows the title until somebody writes it himself. */
  const written = useSignal<string | undefined>(undefined);
  const slug = written.value ?? slugOf(title.value, words.language);
  const submit = async (): Promise<void> => {
    const head = { title: title.value, slug };
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const made = await sending.send(() =>
      from === undefined
        ? studio.api.createEvent({ ...head, timeZone, settings: { language: me.language } })
        : studio.api.duplicateEvent(from.id, head),
    );
    const event = made === undefined ? undefined : asEventId(made.value.id);
    if (event === undefined) return;
    onClose();
    studio.go({ screen: 'event', event, tab: 'settings' });
  };
  return (
    <Dialog title={words.say(from === undefined ? 'newEvent' : 'duplicate')} onClose={onClose}>
      <Form sending={sending} onSubmit={() => void submit()} action={words.say(from === undefined ? 'makeDraft' : 'duplicate')}>
        {from !== undefined && <p class="quiet">{words.say('duplicateMore')}</p>}
        <TextField
          label={words.say('eventTitle')}
          isRequired
          focus
          maxLength={200}
          value={title.value}
          onInput={(value) => (title.value = value)}
        />
        <TextField
          label={words.say('eventSlug')}
          hint={words.say('eventSlugHint')}
          isRequired
          isCode
          maxLength={50}
          value={slug}
          onInput={(value) => (written.value = value)}
        />
      </Form>
    </Dialog>
  );
}
