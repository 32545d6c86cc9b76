/** Where a show stands, and what its one next step is. Pure. */
import type { EventState } from '../../core/contracts/room/entries.ts';
import type { StreamState } from '../../core/contracts/stream-status.ts';

/** draft: not planned yet; before: planned; on-air: a picture goes out; slate: ours does; no-picture: live without one; over. */
export type Air = 'draft' | 'before' | 'on-air' | 'slate' | 'no-picture' | 'over';

/** @param stream undefined: not known yet. */
export function airOf(event: EventState, stream: StreamState | undefined): Air {
  switch (event) {
    case 'draft':
      return 'draft';
    case 'scheduled':
      return 'before';
    case 'ended':
    case 'published':
      return 'over';
    case 'live':
      if (stream === 'slate') return 'slate';
      return stream === undefined || stream === 'live' ? 'on-air' : 'no-picture';
  }
}

/** Whether viewers are in, so that what is done is seen by them. */
export function isOn(air: Air): boolean {
  return air === 'on-air' || air === 'slate' || air === 'no-picture';
}

/** What the primary button does; undefined: there is no such step from here. */
export function nextStep(event: EventState): 'schedule' | 'go-live' | 'end' | 'again' | undefined {
  switch (event) {
    case 'draft':
      return 'schedule';
    case 'scheduled':
      return 'go-live';
    case 'live':
      return 'end';
    case 'ended':
      return 'again';
    case 'published':
      return undefined;
  }
}

/** Hours, minutes, seconds since then, in the digits of a language: `00:41:07`. A clock that is behind shows zero. */
export function timerText(sinceMs: number, nowMs: number, language: string): string {
  const seconds = Math.max(0, Math.floor((nowMs - sinceMs) / 1_000));
  const two = new Intl.NumberFormat(language, { minimumIntegerDigits: 2, useGrouping: false });
  return [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => two.format(part)).join(':');
}
