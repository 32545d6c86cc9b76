import { useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { EventAnswer } from '../../../../core/contracts/room/organiser.ts';
import { Notice } from '../../../parts/notice.tsx';
import { EventEditor } from '../../../state/event/editor.ts';
import type { Resource } from '../../../state/resource.ts';
import { isAtLeast } from '../../../state/rights.ts';
import { useMe, useStudio } from '../../../state/studio.ts';
import { useWords } from '../../../words/words.ts';
import { SaveBar } from './save-bar.tsx';
import { SECTIONS } from './sections.tsx';

/** Everything that is set ahead. */
export function SettingsTab({ event, of }: { readonly event: EventAnswer; readonly of: Resource<EventAnswer> }): VNode {
  const words = useWords();
  const studio = useStudio();
  const me = useMe();
  const editor = useMemo(() => new EventEditor(studio.api, event), []);
  const mayChange = isAtLeast(me.role, 'producer');
  // what was saved here shows in the head; what was moved there is known here
  useSignalEffect(() => of.set(editor.event.value));
  useEffect(() => {
    if (event.changedAt !== editor.event.peek().changedAt) editor.take(event);
  }, [event]);
  useEffect(() => studio.guardLeaving(() => !editor.isUnsaved), [editor]);
  useEffect(() => {
    const onKey = (key: KeyboardEvent): void => {
      if (key.key.toLowerCase() !== 's' || !(key.ctrlKey || key.metaKey)) return;
      key.preventDefault();
      void editor.save();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [editor]);
  const form = editor.form.value;
  const sections = SECTIONS.filter(({ isFor }) => isFor?.(form) ?? true);
  return (
    <form
      class="sections"
      onSubmit={(submit) => {
        submit.preventDefault();
        void editor.save();
      }}
    >
      <nav class="jumps" aria-label={words.say('jumpTo')}>
        {sections.map(({ phrase }) => (
          <a
            key={phrase}
            href={`#section-${phrase}`}
            onClick={(event) => {
              // the address stays that of the screen
              event.preventDefault();
              document.querySelector<HTMLElement>(`#section-${phrase}`)?.focus();
            }}
          >
            {words.say(phrase)}
          </a>
        ))}
      </nav>
      {editor.wasKept && editor.isUnsaved && <Notice kind="info">{words.say('keptHere')}</Notice>}
      <fieldset class="sections" disabled={!mayChange}>
        <legend class="unseen">{words.say('tabSettings')}</legend>
        {sections.map(({ phrase, more, Section }) => (
          <section key={phrase} class="card section-card" aria-labelledby={`section-${phrase}`}>
            <div>
              <h2 id={`section-${phrase}`} tabIndex={-1}>
                {words.say(phrase)}
              </h2>
              {more !== undefined && <p class="hint">{words.say(more)}</p>}
            </div>
            <div class="form">
              <Section form={form} event={editor.event.value} write={(change) => editor.write(change)} />
            </div>
          </section>
        ))}
      </fieldset>
      {mayChange && <SaveBar editor={editor} />}
    </form>
  );
}
