import type { Author, FeedEntry, TalkRules } from '../../core/contracts/room/entries.ts';
import type { RoomView, Send } from '../../core/contracts/room/frames.ts';
import type { PollId } from '../../core/contracts/room/ids.ts';
import type { RoomRole } from '../../core/contracts/room/roles.ts';
import type { Refusal } from '../refusals.ts';
import type { Op } from './room-store.ts';

/** What a node remembers of how somebody talks. The rules say what it becomes. */
export interface Talk {
  /** When he was last let speak; 0: not yet. Unix ms. */
  readonly spokeAtMs: number;
  /** Uses of listed words. */
  readonly strikes: number;
}

/** Somebody who wants something. */
export interface Speaker {
  readonly author: Author;
  /** 0: not muted. Unix ms. */
  readonly mutedUntilMs: number;
  readonly talk: Talk;
}

/** What is known of the room when somebody wants something. */
export interface RoomFacts {
  readonly view: RoomView;
  /** With the load. */
  readonly slowSeconds: number;
  readonly words: readonly string[];
  readonly strikes: number;
  /** Whether something stands at this offset that can be replied to. `unknown`: longer ago than a node remembers. */
  readonly messageAt: (offset: number) => 'there' | 'gone' | 'unknown';
  readonly nowMs: number;
}

/** What the rules say to something that somebody wants. */
export interface Decision {
  readonly answer: { readonly ok: true; readonly op: Op } | Refusal;
  readonly talk?: Talk;
  /** What happens besides: a mute after too many listed words. */
  readonly also?: readonly Op[];
}

/** The rules of the room as the channel needs them; pure. `decide.ts` makes them of `chat/`, `poll/`, `question/`, `show/`. */
export interface RoomRules {
  /** The view after an entry. */
  applyEntry(view: RoomView, entry: FeedEntry): RoomView;
  /** What somebody of this role may see of it. */
  viewFor(view: RoomView, role: RoomRole): RoomView;
  decide(send: Send, speaker: Speaker, facts: RoomFacts): Decision;
  /** Slow mode as it is now; it tightens with the load. */
  slowSeconds(rules: TalkRules, messagesPerSecond: number): number;
  /** Polls whose end can be settled now. */
  due(view: RoomView, nowMs: number): readonly PollId[];
}
