/** Settings as the organiser changes them. Pure. */
import type { EventSettings, RegistrationField } from '../../core/contracts/room/event.ts';
import { cleanText } from '../chat/text.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { readInstant } from './event-times.ts';

const MANY_LINES = 1_000;

/**
 * The stored settings with what was changed: each named group as a whole, the others as they were. Texts are cleaned as everything that others
 * will read; the consent text's version is not the writer's to choose: the database numbers it.
 */
export function mergeSettings(
  stored: EventSettings,
  change: Partial<EventSettings>,
): { readonly ok: true; readonly settings: EventSettings } | Refusal {
  const merged: EventSettings = { ...stored, ...change };
  const settings: EventSettings = {
    ...merged,
    description: cleanText(merged.description, MANY_LINES),
    waitingRoom: { ...merged.waitingRoom, message: cleanText(merged.waitingRoom.message, MANY_LINES) },
    consent: { text: cleanText(merged.consent.text, MANY_LINES), version: stored.consent.version },
    room: { ...merged.room, words: [...new Set(merged.room.words.map((word) => word.trim()).filter((word) => word !== ''))] },
    ending: { ...merged.ending, thanks: cleanText(merged.ending.thanks, MANY_LINES) },
  };
  const wrong = settings.agenda.findIndex(({ startsAt }) => readInstant(startsAt) === undefined);
  if (wrong >= 0) return refuse('ROOM_BAD_REQUEST', { where: `settings.agenda.${wrong}.startsAt` });
  return judgeFields(settings.registration.fields) ?? { ok: true, settings };
}

function judgeFields(fields: readonly RegistrationField[]): Refusal | undefined {
  const seen = new Set<string>();
  for (const { key, label, kind, options } of fields) {
    if (seen.has(key)) return refuse('ROOM_FIELD_KEY_TWICE', { field: label });
    seen.add(key);
    if (kind === 'choice' && options === undefined) return refuse('ROOM_FIELD_WITHOUT_OPTIONS', { field: label });
  }
  return undefined;
}
