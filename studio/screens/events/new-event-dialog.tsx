import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { asEventId } from '../../../core/contracts/room/ids.ts';
import { instantOfLocal } from '../../../core/contracts/room/local-time.ts';
import type { EventAnswer, TemplateAnswer } from '../../../core/contracts/room/organiser.ts';
import type { Answer } from '../../api/client.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Choice, TextField } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import { slugOf } from '../../state/event/slug.ts';
import { useResource } from '../../state/resource.ts';
import { useMe, useStudio } from '../../state/studio.ts';
import { useWords } from '../../words/words.ts';

/** Of no template. */
const BLANK = '';

interface NewEventDialogProps {
  /** Copied from; undefined: blank, or of a template. */
  readonly from?: EventAnswer;
  /** Chosen to begin with. */
  readonly template?: string;
  readonly onClose: () => void;
}

/** A title and a name for links make an event; the rest can wait, or comes from a template. */
export function NewEventDialog({ from, template: chosen = BLANK, onClose }: NewEventDialogProps): VNode {
  const words = useWords();
  const studio = useStudio();
  const me = useMe();
  const sending = useSending();
  const templates = useResource<{ readonly templates: readonly TemplateAnswer[] }>(() =>
    from === undefined ? studio.api.templates() : Promise.resolve({ ok: true, value: { templates: [] } }),
  );
  const template = useSignal(chosen);
  const begins = useSignal('');
  const title = useSignal(from === undefined ? '' : words.say('copyOf', { title: from.title }).replace(/[\u2068\u2069]/g, ''));
  /** Follows the title until somebody writes it himself. */
  const written = useSignal<string | undefined>(undefined);
  const slug = written.value ?? slugOf(title.value, words.language);
  const list = templates.value?.templates ?? [];
  const picked = list.find(({ id }) => id === template.value);
  const startsAt = begins.value === '' ? null : instantOfLocal(begins.value, picked?.timeZone ?? 'UTC');
  const make = (): Promise<Answer<EventAnswer>> => {
    const head = { title: title.value, slug };
    if (from !== undefined) return studio.api.duplicateEvent(from.id, head);
    if (template.value !== BLANK) {
      const at = typeof startsAt === 'number' ? { startsAt: new Date(startsAt).toISOString() } : {};
      return studio.api.createEventFrom(template.value, { ...head, ...at });
    }
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return studio.api.createEvent({ ...head, timeZone, settings: { language: me.language } });
  };
  const submit = async (): Promise<void> => {
    const made = await sending.send(make);
    const event = made === undefined ? undefined : asEventId(made.value.id);
    if (event === undefined) return;
    onClose();
    studio.go({ screen: 'event', event, tab: 'settings' });
  };
  return (
    <Dialog title={words.say(from === undefined ? 'newEvent' : 'duplicate')} onClose={onClose}>
      <Form
        sending={sending}
        onSubmit={() => void submit()}
        action={words.say(from === undefined ? 'makeDraft' : 'duplicate')}
        isReady={typeof startsAt !== 'string'}
      >
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
        {list.length > 0 && (
          <Choice
            label={words.say('beginWith')}
            hint={picked === undefined ? undefined : words.say('fromTemplateMore')}
            options={[[BLANK, words.say('beginBlank')], ...list.map(({ id, name }) => [id, name] as const)]}
            value={template.value}
            onChange={(value) => (template.value = value)}
          />
        )}
        {picked !== undefined && (
          <TextField
            label={words.say('startsAt')}
            hint={words.say('beginsIn', { zone: picked.timeZone.replaceAll('_', ' ') })}
            error={typeof startsAt === 'string' ? words.say(startsAt === 'skipped' ? 'faultSkipped' : 'faultInvalid') : undefined}
            type="datetime-local"
            isCode
            value={begins.value}
            onInput={(value) => (begins.value = value)}
          />
        )}
      </Form>
    </Dialog>
  );
}
