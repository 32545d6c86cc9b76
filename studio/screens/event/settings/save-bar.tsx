import type { VNode } from 'preact';
import { FailureNotice, Notice } from '../../../parts/notice.tsx';
import type { EventEditor } from '../../../state/event/editor.ts';
import type { FormFault, FormPart } from '../../../state/event/event-form.ts';
import { type Phrase, useWords } from '../../../words/words.ts';

/** Each part in words. */
export const PART_PHRASES: Readonly<Record<FormPart, Phrase>> = {
  title: 'eventTitle',
  slug: 'eventSlug',
  description: 'eventDescription',
  language: 'eventLanguage',
  starts: 'startsAt',
  ends: 'endsAt',
  timeZone: 'timeZone',
  access: 'sectionAccess',
  password: 'password',
  registration: 'sectionRegistration',
  consent: 'consentText',
  waitingRoom: 'sectionWaiting',
  agenda: 'agenda',
  room: 'sectionRoom',
  branding: 'sectionBranding',
  ending: 'sectionEnding',
  embedOrigins: 'sectionEmbed',
  retention: 'sectionRetention',
};

const FAULT_PHRASES: Readonly<Record<FormFault['fault'], Phrase>> = {
  skipped: 'faultSkipped',
  invalid: 'faultInvalid',
  empty: 'faultEmpty',
  zone: 'faultZone',
};

const STATE_PHRASES = {
  saved: 'saved',
  unsaved: 'unsaved',
  saving: 'saving',
  failed: 'notSaved',
  faulty: 'notSaved',
  overtaken: 'notSaved',
} as const satisfies Readonly<Record<string, Phrase>>;

/** Whether everything is saved, and the button for it; what was refused, and what another has changed meanwhile. */
export function SaveBar({ editor }: { readonly editor: EventEditor }): VNode {
  const words = useWords();
  const state = editor.state.value;
  const list = (parts: readonly FormPart[]): string =>
    new Intl.ListFormat(words.language).format(parts.map((part) => words.say(PART_PHRASES[part])));
  return (
    <div class="save-bar">
      {state.kind === 'failed' && <FailureNotice failure={state.failure} />}
      {state.kind === 'faulty' && (
        <Notice kind="bad">
          {words.say(PART_PHRASES[state.fault.part])}: {words.say(FAULT_PHRASES[state.fault.fault])}
        </Notice>
      )}
      {state.kind === 'overtaken' && (
        <Notice kind="warn">
          <p>{words.say('overtaken')}</p>
          {state.their.length > 0 && <p>{words.say('overtakenTheir', { parts: list(state.their) })}</p>}
          {state.both.length > 0 && <p>{words.say('overtakenBoth', { parts: list(state.both) })}</p>}
          <div class="form-end">
            {state.both.length > 0 && (
              <button type="button" class="button" onClick={() => editor.decide('theirs')}>
                {words.say('takeTheirs')}
              </button>
            )}
            <button type="button" class="button" onClick={() => editor.decide('mine')}>
              {words.say(state.both.length > 0 ? 'keepMine' : 'goOn')}
            </button>
          </div>
        </Notice>
      )}
      <div class="save-line">
        <p class={`save-state save-${state.kind}`} role="status">
          {words.say(STATE_PHRASES[state.kind])}
        </p>
        {editor.isUnsaved && (
          <button type="button" class="button" onClick={() => editor.discard()}>
            {words.say('discard')}
          </button>
        )}
        <button
          type="submit"
          class="button primary"
          aria-keyshortcuts="Control+S"
          disabled={state.kind === 'saved' || state.kind === 'saving' || state.kind === 'overtaken'}
        >
          {words.say('save')}
        </button>
      </div>
    </div>
  );
}
