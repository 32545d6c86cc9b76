/** A connection to the room, whichever way it goes. */
import type { Send, ServerFrame } from '../../core/contracts/room/frames.ts';
import type { PollId, Position } from '../../core/contracts/room/ids.ts';
import type { Reaction } from '../../core/contracts/room/entries.ts';
import type { LinkEnd } from './link-policy.ts';
import type { Timers } from './timers.ts';

/** What is said at the beginning. */
export interface Greeting {
  readonly ticket: string;
  readonly lang: string;
  readonly at: Position | undefined;
  readonly voted: readonly PollId[];
}

export interface LinkOptions {
  /** Of the page: `https://stage.example`. */
  readonly origin: string;
  readonly greeting: () => Greeting;
  /** The server has taken us in. */
  readonly onUp: () => void;
  readonly onFrame: (frame: ServerFrame) => void;
  /** Once; nothing comes afterwards. */
  readonly onEnd: (end: LinkEnd) => void;
  readonly timers: Timers;
}

export interface Link {
  send(frame: Send | { readonly t: 'react'; readonly kind: Reaction }): void;
  /** A renewed ticket; {@link Greeting} has it too. */
  renew(ticket: string): void;
  /** Ends it; `onEnd` is told if it was not at its end. */
  drop(): void;
  /** Ends it without a word. */
  close(): void;
}

/** Keys of `hello` and of a poll that are there only when there is something to say. */
export function whereabouts({ at, voted, lang }: Greeting): {
  readonly at?: Position;
  readonly voted?: readonly PollId[];
  readonly lang: string;
} {
  return { ...(at === undefined ? {} : { at }), ...(voted.length === 0 ? {} : { voted: voted.slice(-20) }), lang };
}
