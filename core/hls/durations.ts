/** Durations in playlists: decimal seconds with five digits, which is finer than a tick of 1/90000 s. Pure. */
import { TIMESCALE } from '../contracts/timeline.ts';

export function secondsText(ticks: number): string {
  return (ticks / TIMESCALE).toFixed(5);
}

/** The ticks whose {@link secondsText} it is. */
export function ticksOfSeconds(seconds: number): number {
  return Math.round(seconds * TIMESCALE);
}

/** EXT-X-PROGRAM-DATE-TIME of Unix ms. */
export function dateTimeText(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}
