/** Whether what somebody wrote may be said: in the chat, or as a question. */
import type { Act } from '../../core/contracts/room/acts.ts';
import type { ChatMode, TalkRules } from '../../core/contracts/room/entries.ts';
import type { TicketId } from '../../core/contracts/room/ids.ts';
import { isStaff, type RoomRole } from '../../core/contracts/room/roles.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { hasLink } from './links.ts';
import { secondsToWait } from './slow-mode.ts';
import { checkText } from './text.ts';
import { hasListedWord } from './words.ts';

/** Of a person who used listed words too often. */
export const MUTE_SECONDS = 600;

/** Somebody who writes. */
export interface Writer {
  readonly role: RoomRole;
  /** 0: not muted. Unix ms. */
  readonly mutedUntilMs: number;
  /** 0: not yet. Unix ms. */
  readonly spokeAtMs: number;
  /** Uses of listed words. */
  readonly strikes: number;
}

/** What the room says to it. */
export interface SpeechRules {
  readonly rules: TalkRules;
  /** With the load. */
  readonly slowSeconds: number;
  readonly words: readonly string[];
  /** Uses of listed words until a person is muted. */
  readonly strikes: number;
  readonly nowMs: number;
}

/** `strikes`: what they are afterwards; `isMuted`: he is muted from now on. */
export type SpeechVerdict =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly refusal: Refusal; readonly strikes?: number; readonly isMuted?: true };

/** To whom a message of a person goes. `closed`: he may not write now. */
export function destinationOf(mode: ChatMode, role: RoomRole): 'all' | 'staff' | 'held' | 'closed' {
  if (isStaff(role)) return 'all';
  const destinations = { off: 'closed', hosts: 'staff', everyone: 'all', approve: 'held' } as const;
  return destinations[mode];
}

/** The staff may write whatever fits, at any time, unless muted; attendees by the rules of the room. */
export function judgeSpeech(raw: string, writer: Writer, room: SpeechRules): SpeechVerdict {
  const { role, mutedUntilMs, spokeAtMs } = writer;
  const { rules, slowSeconds, words, nowMs } = room;
  const muted = mutedRefusal(mutedUntilMs, nowMs);
  if (muted !== undefined) return { ok: false, refusal: muted };
  const checked = checkText(raw);
  if (!checked.ok) return { ok: false, refusal: checked };
  if (isStaff(role)) return checked;
  const seconds = secondsToWait(spokeAtMs, slowSeconds, nowMs);
  if (seconds > 0) return { ok: false, refusal: refuse('ROOM_SLOW_MODE', { seconds }) };
  if (hasListedWord(checked.text, words)) return strike(writer, room);
  if (!rules.links && hasLink(checked.text)) return { ok: false, refusal: refuse('ROOM_LINKS_OFF') };
  return checked;
}

/** undefined: he is not muted. */
export function mutedRefusal(mutedUntilMs: number, nowMs: number): Refusal | undefined {
  return mutedUntilMs > nowMs ? refuse('ROOM_MUTED', { minutes: Math.ceil((mutedUntilMs - nowMs) / 60_000) }) : undefined;
}

function strike({ strikes }: Writer, room: SpeechRules): SpeechVerdict {
  const left = Math.max(0, room.strikes - strikes - 1);
  const refusal = refuse('ROOM_WORD_LISTED', { left });
  return left > 0 ? { ok: false, refusal, strikes: strikes + 1 } : { ok: false, refusal, strikes: 0, isMuted: true };
}

/** What is done to him who used listed words too often. */
export function muteAct(person: TicketId): Act {
  return { act: 'mute', person, seconds: MUTE_SECONDS, note: 'word list' };
}
