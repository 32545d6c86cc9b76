/** What a screen reader is told of the chat: a minute of it at a time, and at once only what is meant for the listener. Pure. */
import type { Line } from '../../ui/feed/feed-state.ts';
import { isAbout } from './mentions.ts';

type Message = Line & { readonly kind: 'message' };

/** What of the chat is new for the ear. */
export interface Digest {
  readonly count: number;
  readonly last: { readonly name: string; readonly text: string } | null;
}

/** Messages of others after `heardTo`. */
export function digestOf(lines: readonly Line[], heardTo: number, me: string | undefined): Digest {
  const fresh = freshOf(lines, heardTo, me);
  const last = fresh.at(-1);
  return { count: fresh.length, last: last === undefined ? null : { name: last.author.name, text: last.text } };
}

/** Those of them that speak to me. */
export function callsOf(lines: readonly Line[], heardTo: number, me: string | undefined, myName: string): readonly Message[] {
  const names = lines.flatMap((line) => (line.kind === 'message' ? [line.author.name] : []));
  return freshOf(lines, heardTo, me).filter(({ text }) => isAbout(text, names, myName));
}

function freshOf(lines: readonly Line[], heardTo: number, me: string | undefined): readonly Message[] {
  return lines.filter((line): line is Message => line.kind === 'message' && line.offset > heardTo && line.author.id !== me);
}
