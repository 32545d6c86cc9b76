/** Who may see the picture of an event, by its state and how one comes to it. Pure. */
import type { EventState } from '../../core/contracts/room/entries.ts';
import type { AccessKind, EventSettings } from '../../core/contracts/room/event.ts';
import type { MediaAccess } from '../../core/contracts/room/internal.ts';

/** What of an event decides. Without an end or a retention nothing is held back for its age. */
export interface MediaEvent {
  readonly state: EventState;
  readonly access: AccessKind;
  readonly endedAtMs?: number | null;
  readonly settings?: Pick<EventSettings, 'retention'>;
}

const DAY_MS = 86_400_000;

/**
 * Before it is live an encoder may rehearse: the staff see it and nobody else, in the waiting room neither. After the end the staff look through the
 * recordings until they are published. What is older than its retention nobody sees, even if it has not been deleted yet.
 */
export function mediaAccessOf(event: MediaEvent, nowMs: number): { readonly live: MediaAccess; readonly recordings: MediaAccess } {
  const everybody: MediaAccess = event.access === 'open' ? 'open' : 'grant';
  const kept = isKept(event, nowMs);
  switch (event.state) {
    case 'draft':
      return { live: 'staff', recordings: 'none' };
    case 'scheduled':
      return { live: 'staff', recordings: 'staff' };
    case 'live':
      // viewers rewind in what is being recorded
      return { live: everybody, recordings: everybody };
    case 'ended':
      return { live: 'none', recordings: kept ? 'staff' : 'none' };
    case 'published':
      return { live: 'none', recordings: kept ? everybody : 'none' };
  }
}

function isKept({ endedAtMs, settings }: MediaEvent, nowMs: number): boolean {
  if (endedAtMs === undefined || endedAtMs === null || settings === undefined) return true;
  return nowMs < endedAtMs + settings.retention.recordingDays * DAY_MS;
}
