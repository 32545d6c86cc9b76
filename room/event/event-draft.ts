/** What an organiser writes of an event, over what there is: checked, cleaned, merged. Pure. */
import type { EventState } from '../../core/contracts/room/entries.ts';
import type { AccessKind, EventDraft, EventSettings } from '../../core/contracts/room/event.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import { checkText } from '../chat/text.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { mergeSettings } from './event-settings.ts';
import { isTimeZone } from '../../core/contracts/room/local-time.ts';
import { checkTimes, readInstant } from './event-times.ts';
import { checkSlug } from './slug.ts';

/** What of an event is set ahead. */
export interface EventFields {
  readonly slug: string;
  readonly title: string;
  readonly startsAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly timeZone: string;
  readonly access: AccessKind;
  readonly settings: EventSettings;
}

/** An event as it stands, as far as a change depends on it. */
export interface StoredEvent extends EventFields {
  readonly state: EventState;
  readonly passwordHash: string | null;
  readonly wentLiveAtMs: number | null;
}

/** What an event is before anything was written of it. */
export const BLANK_EVENT: StoredEvent = {
  ...{ slug: '', title: '', startsAtMs: null, endsAtMs: null, timeZone: 'UTC', access: 'open', settings: DEFAULT_EVENT_SETTINGS },
  ...{ state: 'draft', passwordHash: null, wentLiveAtMs: null },
};

/** What becomes of the event's password. `keep`: as it is. */
export type PasswordChange = { readonly kind: 'keep' } | { readonly kind: 'none' } | { readonly kind: 'new'; readonly password: string };

/** The event with what was written, or the first thing that is wrong with it. */
export function draftOver(
  stored: StoredEvent,
  change: Partial<EventDraft>,
): { readonly ok: true; readonly fields: EventFields; readonly password: PasswordChange } | Refusal {
  const title = change.title === undefined ? ({ ok: true, text: stored.title } as const) : checkText(change.title, { max: 200, lines: 1 });
  if (!title.ok) return title;
  const slug = change.slug ?? stored.slug;
  const named = slug === stored.slug ? ({ ok: true } as const) : judgeSlug(slug, stored);
  if (!named.ok) return named;
  const times = readTimes(stored, change);
  if (!times.ok) return times;
  const timeZone = change.timeZone ?? stored.timeZone;
  if (!isTimeZone(timeZone)) return refuse('ROOM_TIME_ZONE_UNKNOWN', { zone: timeZone });
  const merged = mergeSettings(stored.settings, change.settings ?? {});
  if (!merged.ok) return merged;
  const access = change.access ?? stored.access;
  const password = passwordChange(access, change.password);
  const hasPassword = password.kind === 'new' || (password.kind === 'keep' && stored.passwordHash !== null);
  if (stored.state !== 'draft') {
    if (access === 'password' && !hasPassword) return refuse('ROOM_EVENT_NEEDS_PASSWORD');
    if (stored.state === 'scheduled' && times.startsAtMs === null) return refuse('ROOM_EVENT_NEEDS_START');
  }
  const { startsAtMs, endsAtMs } = times;
  return { ok: true, fields: { slug, title: title.text, startsAtMs, endsAtMs, timeZone, access, settings: merged.settings }, password };
}

function judgeSlug(slug: string, { wentLiveAtMs }: StoredEvent): { readonly ok: true } | Refusal {
  return wentLiveAtMs === null ? checkSlug(slug) : refuse('ROOM_SLUG_FIXED');
}

function readTimes(
  stored: StoredEvent,
  change: Partial<EventDraft>,
): { readonly ok: true; readonly startsAtMs: number | null; readonly endsAtMs: number | null } | Refusal {
  const startsAtMs = timeOf(change.startsAt, stored.startsAtMs);
  if (startsAtMs === undefined) return refuse('ROOM_BAD_REQUEST', { where: 'startsAt' });
  const endsAtMs = timeOf(change.endsAt, stored.endsAtMs);
  if (endsAtMs === undefined) return refuse('ROOM_BAD_REQUEST', { where: 'endsAt' });
  const checked = checkTimes(startsAtMs, endsAtMs);
  return checked.ok ? { ok: true, startsAtMs, endsAtMs } : checked;
}

function timeOf(text: string | null | undefined, before: number | null): number | null | undefined {
  if (text === undefined) return before;
  return text === null ? null : readInstant(text);
}

/** Only an event that is entered with a password has one: what nobody asks for any more is forgotten. */
function passwordChange(access: AccessKind, written: string | null | undefined): PasswordChange {
  if (access !== 'password' || written === null) return { kind: 'none' };
  return written === undefined ? { kind: 'keep' } : { kind: 'new', password: written };
}
