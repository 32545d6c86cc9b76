/** `@Name` in what is said: who is meant, among those who are here. Pure. */

/** A piece of a message: text, or somebody's name with its sign. */
export interface Piece {
  readonly text: string;
  readonly isMention: boolean;
  readonly isMe: boolean;
}

/** Looked at in a message, at most. */
const MAX_MENTIONS = 20;

/** Names that were typed so far, at most so many of them. */
const MAX_SUGGESTIONS = 4;
const TYPED = /(?:^|\s)@([^\s@]{0,40})$/u;

/**
 * The message in pieces, in order; together they are the message.
 * @param names of people who have spoken. Of two that both fit, the longer is meant. @param me empty: nobody.
 */
export function piecesOf(text: string, names: readonly string[], me: string): readonly Piece[] {
  const known = [...new Set([...names, me])].filter((name) => name !== '').toSorted((one, other) => other.length - one.length);
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('@'), found = 0; at >= 0 && found < MAX_MENTIONS; at = text.indexOf('@', at + 1)) {
    const name = known.find((one) => startsWithName(text, at + 1, one));
    if (name === undefined || isWord(text.charAt(at - 1))) continue;
    if (at > from) pieces.push({ text: text.slice(from, at), isMention: false, isMe: false });
    from = at + 1 + name.length;
    pieces.push({ text: text.slice(at, from), isMention: true, isMe: me !== '' && name.toLocaleLowerCase() === me.toLocaleLowerCase() });
    found += 1;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isMention: false, isMe: false });
  return pieces;
}

/** Whether it speaks to me. */
export function isAbout(text: string, names: readonly string[], me: string): boolean {
  return me !== '' && text.includes('@') && piecesOf(text, names, me).some(({ isMe }) => isMe);
}

/** Who may be meant by what is being typed at the end of the text; the last who spoke first. */
export function suggestionsFor(text: string, names: readonly string[]): readonly string[] {
  const typed = TYPED.exec(text)?.[1]?.toLocaleLowerCase();
  if (typed === undefined) return [];
  const fitting = names.toReversed().filter((name) => name !== '' && name.toLocaleLowerCase().startsWith(typed));
  return [...new Set(fitting)].slice(0, MAX_SUGGESTIONS);
}

/** The text with the name in the place of what was typed of it. */
export function completed(text: string, name: string): string {
  const typed = TYPED.exec(text)?.[1] ?? '';
  return `${text.slice(0, text.length - typed.length)}${name} `;
}

function startsWithName(text: string, at: number, name: string): boolean {
  const there = text.slice(at, at + name.length);
  return there.toLocaleLowerCase() === name.toLocaleLowerCase() && !isWord(text.charAt(at + name.length));
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}
