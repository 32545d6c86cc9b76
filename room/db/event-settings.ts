import type { EventSettings } from '../../core/contracts/room/event.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';

/** Settings as they were stored, with today's defaults for what did not exist then. */
export function readSettings(text: string): EventSettings {
  const stored = JSON.parse(text) as Partial<EventSettings>;
  const settings: Record<string, unknown> = { ...DEFAULT_EVENT_SETTINGS, ...stored };
  for (const [key, value] of Object.entries(DEFAULT_EVENT_SETTINGS)) {
    if (typeof value === 'object' && !Array.isArray(value))
      settings[key] = { ...value, ...(stored[key as keyof EventSettings] as object | undefined) };
  }
  return settings as unknown as EventSettings;
}
