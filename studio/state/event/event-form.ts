/** An event as it is edited: times as clocks of its time zone show them, everything else as the API has it. What was changed, what another has changed. Pure. */
import type { AgendaItem, EventDraft, EventSettings } from '../../../core/contracts/room/event.ts';
import { instantOfLocal, isTimeZone, localOfInstant } from '../../../core/contracts/room/local-time.ts';
import type { EventAnswer } from '../../../core/contracts/room/organiser.ts';

/** An item of the agenda; `starts` on the wall of the event's time zone. */
export interface AgendaForm {
  readonly starts: string;
  readonly title: string;
  readonly speaker: string;
  readonly details: string;
}

/** `2026-03-29T09:30`, or '' for none. */
type Local = string;

export interface EventForm extends Omit<EventSettings, 'agenda'> {
  readonly title: string;
  readonly slug: string;
  readonly starts: Local;
  readonly ends: Local;
  readonly timeZone: string;
  readonly access: EventAnswer['access'];
  /** Of the event; '' leaves it as it is. */
  readonly password: string;
  readonly agenda: readonly AgendaForm[];
}

/** What can be changed by itself: each is saved as a whole. */
export type FormPart = keyof EventForm;

const TIMED: readonly FormPart[] = ['starts', 'ends', 'timeZone'];
const OUTSIDE: readonly FormPart[] = ['title', 'slug', 'starts', 'ends', 'timeZone', 'access', 'password'];

/** The event as it is edited. */
export function formOf(event: EventAnswer): EventForm {
  const { title, slug, startsAt, endsAt, timeZone, access, settings } = event;
  const local = (instant: string | null): Local => (instant === null ? '' : localOfInstant(Date.parse(instant), timeZone));
  const agenda = settings.agenda.map(({ startsAt: at, title: name, speaker = '', details = '' }) => ({
    starts: local(at),
    title: name,
    speaker,
    details,
  }));
  return { ...settings, title, slug, starts: local(startsAt), ends: local(endsAt), timeZone, access, password: '', agenda };
}

/** Which parts differ. Empty lines of a list are nothing. */
export function changedParts(before: EventForm, after: EventForm): readonly FormPart[] {
  const parts = Object.keys(before) as FormPart[];
  const [one, other] = [tidy(before), tidy(after)];
  return parts.filter((part) => JSON.stringify(one[part]) !== JSON.stringify(other[part]));
}

/** Lists that are written as lines, without their empty ones. */
function tidy(form: EventForm): EventForm {
  const lines = (list: readonly string[]): string[] => list.map((line) => line.trim()).filter((line) => line !== '');
  const fields = form.registration.fields.map((field) =>
    field.options === undefined ? field : { ...field, options: lines(field.options) },
  );
  return {
    ...form,
    embedOrigins: lines(form.embedOrigins),
    room: { ...form.room, words: lines(form.room.words) },
    registration: { ...form.registration, fields },
  };
}

/** What cannot be saved as it is written. */
export type FormFault = { readonly part: FormPart; readonly fault: 'skipped' | 'invalid' | 'empty' | 'zone' };

/** What is sent to the API for the parts that were changed, or what is wrong with them first. */
export function draftOf(before: EventForm, written: EventForm): { readonly draft: Partial<EventDraft> } | FormFault {
  const after = tidy(written);
  const changed = new Set(changedParts(before, after));
  if (after.title.trim() === '') return { part: 'title', fault: 'empty' };
  if (!isTimeZone(after.timeZone)) return { part: 'timeZone', fault: 'zone' };
  const draft: Partial<EventDraft> = {};
  for (const part of changed) if (!OUTSIDE.includes(part) && part !== 'agenda') draft.settings = { ...draft.settings, [part]: after[part] };
  if (changed.has('title')) draft.title = after.title;
  if (changed.has('slug')) draft.slug = after.slug;
  if (changed.has('access')) draft.access = after.access;
  if (after.password !== '' && after.access === 'password') draft.password = after.password;
  if (TIMED.some((part) => changed.has(part))) {
    const starts = instant(after.starts, after.timeZone);
    const ends = instant(after.ends, after.timeZone);
    if ('fault' in starts) return { part: 'starts', ...starts };
    if ('fault' in ends) return { part: 'ends', ...ends };
    Object.assign(draft, { startsAt: starts.at, endsAt: ends.at, timeZone: after.timeZone } satisfies Partial<EventDraft>);
  }
  if (changed.has('agenda') || (changed.has('timeZone') && after.agenda.length > 0)) {
    const agenda: AgendaItem[] = [];
    for (const { starts, title, speaker, details } of after.agenda) {
      const time = instant(starts, after.timeZone);
      if ('fault' in time) return { part: 'agenda', ...time };
      if (time.at === null || title.trim() === '') return { part: 'agenda', fault: 'empty' };
      agenda.push({ startsAt: time.at, title, ...(speaker === '' ? {} : { speaker }), ...(details === '' ? {} : { details }) });
    }
    draft.settings = { ...draft.settings, agenda };
  }
  return { draft };
}

/**
 * What was written here, over what another has saved since: his parts where only he has changed them, ours where only we have. `both`: parts that
 * both have changed; ours stand until somebody decides.
 */
export function over(
  before: EventForm,
  mine: EventForm,
  theirs: EventForm,
): { readonly form: EventForm; readonly their: readonly FormPart[]; readonly both: readonly FormPart[] } {
  const [my, their] = [changedParts(before, mine), changedParts(before, theirs)];
  const form = Object.fromEntries([...Object.entries(theirs), ...my.map((part) => [part, mine[part]] as const)]) as unknown as EventForm;
  const both = my.filter((part) => their.includes(part) && JSON.stringify(mine[part]) !== JSON.stringify(theirs[part]));
  return { form, their: their.filter((part) => !both.includes(part)), both };
}

/** ISO 8601, UTC; null for none. */
function instant(local: Local, zone: string): { readonly at: string | null } | { readonly fault: 'skipped' | 'invalid' } {
  if (local === '') return { at: null };
  const at = instantOfLocal(local, zone);
  return typeof at === 'string' ? { fault: at } : { at: new Date(at).toISOString() };
}
