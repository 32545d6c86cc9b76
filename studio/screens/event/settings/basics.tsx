import type { VNode } from 'preact';
import { Choice, TextArea, TextField } from '../../../parts/field.tsx';
import { LANGUAGE_OPTIONS, useWords } from '../../../words/words.ts';
import type { SectionProps } from './section.ts';

/** What an event is called and about. */
export function Basics({ form, event, write }: SectionProps): VNode {
  const words = useWords();
  const isFixed = event.wentLiveAt !== null;
  return (
    <>
      <TextField label={words.say('eventTitle')} isRequired maxLength={200} value={form.title} onInput={(title) => write({ title })} />
      <TextField
        label={words.say('eventSlug')}
        hint={words.say(isFixed ? 'eventSlugFixed' : 'eventSlugHint')}
        isCode
        isRequired
        isDisabled={isFixed}
        maxLength={50}
        value={form.slug}
        onInput={(slug) => write({ slug })}
      />
      <TextArea
        label={words.say('eventDescription')}
        rows={5}
        maxLength={5_000}
        value={form.description}
        onInput={(description) => write({ description })}
      />
      <Choice
        label={words.say('eventLanguage')}
        hint={words.say('eventLanguageHint')}
        options={LANGUAGE_OPTIONS}
        value={form.language}
        onChange={(language) => write({ language })}
      />
    </>
  );
}

/** Every zone that the browser knows. */
const ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** When it is, on the clocks of its own time zone. */
export function Schedule({ form, write }: SectionProps): VNode {
  const words = useWords();
  const zones = ZONES.includes(form.timeZone) ? ZONES : [form.timeZone, ...ZONES];
  return (
    <>
      <Choice
        label={words.say('timeZone')}
        hint={words.say('timeZoneHint')}
        options={zones.map((zone) => [zone, zone.replaceAll('_', ' ')] as const)}
        value={form.timeZone}
        onChange={(timeZone) => write({ timeZone })}
      />
      <div class="pair">
        <TextField label={words.say('startsAt')} type="datetime-local" isCode value={form.starts} onInput={(starts) => write({ starts })} />
        <TextField label={words.say('endsAt')} type="datetime-local" isCode value={form.ends} onInput={(ends) => write({ ends })} />
      </div>
    </>
  );
}
