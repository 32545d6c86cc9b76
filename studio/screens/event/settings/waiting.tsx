import type { VNode } from 'preact';
import { isOwnPicture } from '../../../../ui/branding.ts';
import { NumberField, TextArea, TextField } from '../../../parts/field.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { PictureField } from '../../../parts/picture-field.tsx';
import type { AgendaForm } from '../../../state/event/event-form.ts';
import { useWords } from '../../../words/words.ts';
import type { SectionProps } from './section.ts';

/** What people see before it begins. */
export function WaitingRoom({ form, write }: SectionProps): VNode {
  const words = useWords();
  const { waitingRoom, agenda } = form;
  const change = (index: number, item: Partial<AgendaForm>): void =>
    write({ agenda: agenda.map((one, at) => (at === index ? { ...one, ...item } : one)) });
  return (
    <>
      <NumberField
        label={words.say('opensBefore')}
        hint={words.say('opensBeforeHint')}
        min={0}
        max={10_080}
        value={waitingRoom.opensMinutesBefore}
        onChange={(opensMinutesBefore) => write({ waitingRoom: { ...waitingRoom, opensMinutesBefore } })}
      />
      <TextArea
        label={words.say('waitingMessage')}
        maxLength={2_000}
        value={waitingRoom.message}
        onInput={(message) => write({ waitingRoom: { ...waitingRoom, message } })}
      />
      <PictureField
        label={words.say('waitingPicture')}
        use="waiting-room"
        none={words.say('waitingPictureNone')}
        value={waitingRoom.picture}
        onChange={(picture) => write({ waitingRoom: { ...waitingRoom, picture } })}
      >
        <div class="sample-waiting">
          {isOwnPicture(waitingRoom.picture) && (
            <img src={waitingRoom.picture} alt={words.say('pictureNow', { label: words.say('waitingPicture') })} />
          )}
          <strong dir="auto">{form.title}</strong>
        </div>
      </PictureField>
      <h3>{words.say('agenda')}</h3>
      <ol class="items">
        {agenda.map((item, index) => (
          <li key={index} class="item">
            <div class="pair">
              <TextField
                label={words.say('agendaStarts')}
                type="datetime-local"
                isCode
                value={item.starts}
                onInput={(starts) => change(index, { starts })}
              />
              <TextField
                label={words.say('agendaTitle')}
                maxLength={200}
                value={item.title}
                onInput={(title) => change(index, { title })}
              />
            </div>
            <TextField
              label={words.say('agendaSpeaker')}
              maxLength={120}
              value={item.speaker}
              onInput={(speaker) => change(index, { speaker })}
            />
            <TextArea
              label={words.say('agendaDetails')}
              rows={2}
              maxLength={1_000}
              value={item.details}
              onInput={(details) => change(index, { details })}
            />
            <div class="item-end">
              <button type="button" class="button" onClick={() => write({ agenda: agenda.filter((_, at) => at !== index) })}>
                <Icon name="trash" />
                {words.say('remove')}
              </button>
            </div>
          </li>
        ))}
      </ol>
      {agenda.length < 100 && (
        <button
          type="button"
          class="button"
          onClick={() =>
            write({ agenda: [...agenda, { starts: agenda.at(-1)?.starts ?? form.starts, title: '', speaker: '', details: '' }] })
          }
        >
          <Icon name="plus" />
          {words.say('agendaAdd')}
        </button>
      )}
    </>
  );
}
