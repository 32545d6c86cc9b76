import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Organisation } from '../../../core/contracts/room/organiser.ts';
import { NumberField, TextField } from '../../parts/field.tsx';
import { Form, useSending } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { Shown } from '../../parts/shown.tsx';
import type { Resource } from '../../state/resource.ts';
import { useResource } from '../../state/resource.ts';
import { isAtLeast } from '../../state/rights.ts';
import { useMe, useStudio } from '../../state/studio.ts';
import { useWords } from '../../words/words.ts';

/** What the organisation is called, and how long its new events keep things. */
export function House(): VNode {
  const words = useWords();
  const { api } = useStudio();
  const organisation = useResource(() => api.organisation());
  return (
    <>
      <Section title={words.say('houseTitle')} more={words.say('houseMore')}>
        <Shown of={organisation} rows={1}>
          {(value) => <Name value={value} of={organisation} />}
        </Shown>
      </Section>
      <Section title={words.say('retentionHouse')} more={words.say('retentionNew')}>
        <Shown of={organisation} rows={1}>
          {(value) => <Retention value={value} of={organisation} />}
        </Shown>
      </Section>
    </>
  );
}

interface PartProps {
  readonly value: Organisation;
  readonly of: Resource<Organisation>;
}

function Name({ value, of }: PartProps): VNode {
  const words = useWords();
  const studio = useStudio();
  const mayChange = isAtLeast(useMe().role, 'owner');
  const sending = useSending();
  const name = useSignal(value.name);
  const save = async (): Promise<void> => {
    const done = await sending.send(() => studio.api.changeOrganisation({ name: name.value }));
    if (done === undefined) return;
    of.set(done.value);
    name.value = done.value.name;
    // it stands beside every screen
    await studio.session.begin();
  };
  return (
    <Form sending={sending} onSubmit={() => void save()} action={words.say('save')} isReady={mayChange && name.value !== value.name}>
      <TextField
        label={words.say('houseName')}
        hint={mayChange ? undefined : words.say('ownerOnly')}
        isRequired
        isDisabled={!mayChange}
        maxLength={120}
        value={name.value}
        onInput={(text) => (name.value = text)}
      />
    </Form>
  );
}

function Retention({ value, of }: PartProps): VNode {
  const words = useWords();
  const { api } = useStudio();
  const mayChange = isAtLeast(useMe().role, 'owner');
  const sending = useSending();
  const days = useSignal(value.retention);
  const isSaved = days.value.chatDays === value.retention.chatDays && days.value.recordingDays === value.retention.recordingDays;
  const save = async (): Promise<void> => {
    const done = await sending.send(() => api.changeOrganisation({ retention: days.value }));
    if (done !== undefined) of.set(done.value);
  };
  return (
    <Form sending={sending} onSubmit={() => void save()} action={words.say('save')} isReady={mayChange && !isSaved}>
      <fieldset class="pair" disabled={!mayChange}>
        <legend class="unseen">{words.say('retentionHouse')}</legend>
        <NumberField
          label={words.say('chatDays')}
          min={1}
          max={3_650}
          value={days.value.chatDays}
          onChange={(chatDays) => (days.value = { ...days.value, chatDays })}
        />
        <NumberField
          label={words.say('recordingDays')}
          min={1}
          max={3_650}
          value={days.value.recordingDays}
          onChange={(recordingDays) => (days.value = { ...days.value, recordingDays })}
        />
      </fieldset>
      {!mayChange && <p class="hint">{words.say('ownerOnly')}</p>}
    </Form>
  );
}
