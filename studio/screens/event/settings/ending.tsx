import type { VNode } from 'preact';
import type { EventSettings } from '../../../../core/contracts/room/event.ts';
import { CopyLine } from '../../../parts/copy.tsx';
import { Choice, NumberField, TextArea, TextField } from '../../../parts/field.tsx';
import { embedCode } from '../../../state/event/embed-code.ts';
import { useWords } from '../../../words/words.ts';
import type { SectionProps } from './section.ts';

/** What people see when it is over. */
export function Ending({ form, write }: SectionProps): VNode {
  const words = useWords();
  const { ending } = form;
  const set = (change: Partial<EventSettings['ending']>): void => write({ ending: { ...ending, ...change } });
  return (
    <>
      <Choice
        label={words.say('endingKind')}
        options={[
          ['close', words.say('endingClose')],
          ['leave-open', words.say('endingLeaveOpen')],
        ]}
        value={ending.kind}
        onChange={(kind) => set({ kind })}
      />
      <TextArea label={words.say('thanks')} rows={3} maxLength={1_000} value={ending.thanks} onInput={(thanks) => set({ thanks })} />
      <TextField
        label={words.say('redirect')}
        hint={words.say('redirectHint')}
        type="url"
        inputMode="url"
        isCode
        maxLength={500}
        value={ending.redirect ?? ''}
        onInput={(url) => set({ redirect: url === '' ? null : url })}
      />
    </>
  );
}

/** Which other sites may show the player, and what is pasted into them. */
export function Embedding({ form, write }: SectionProps): VNode {
  const words = useWords();
  const { frame, element } = embedCode(location.origin, form.slug, form.title);
  return (
    <>
      <TextArea
        label={words.say('embedOrigins')}
        hint={words.say('embedOriginsHint')}
        rows={3}
        value={form.embedOrigins.join('\n')}
        onInput={(text) => write({ embedOrigins: text === '' ? [] : text.split('\n') })}
      />
      <CopyLine label={words.say('embedFrame')} text={frame} />
      <CopyLine label={words.say('embedElement')} text={element} />
    </>
  );
}

/** How long what was said and recorded is kept. */
export function Retention({ form, write }: SectionProps): VNode {
  const words = useWords();
  const { retention } = form;
  return (
    <div class="pair">
      <NumberField
        label={words.say('chatDays')}
        min={1}
        max={3_650}
        value={retention.chatDays}
        onChange={(chatDays) => write({ retention: { ...retention, chatDays } })}
      />
      <NumberField
        label={words.say('recordingDays')}
        min={1}
        max={3_650}
        value={retention.recordingDays}
        onChange={(recordingDays) => write({ retention: { ...retention, recordingDays } })}
      />
    </div>
  );
}
