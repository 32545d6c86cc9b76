/** A list of people as it is pasted, out of a mail program or a spreadsheet. Pure. */

export interface Guest {
  readonly name: string;
  readonly email: string | null;
}

export interface GuestList {
  readonly guests: readonly Guest[];
  /** Lines that say the same address again: left out. */
  readonly repeated: number;
  /** Names that are too long, as they stand there: nobody gets a link before they are shorter. */
  readonly tooLong: readonly string[];
}

/** Links that are made at once. */
export const MAX_GUESTS = 1_000;
/** Code points of a name, as the room takes it. */
const MAX_NAME = 60;

/** One a line: a name; an address; both, as `Ada <ada@example.org>` or in cells of a spreadsheet. Of an address alone the name is made of what stands before the @. */
export function guestsOf(text: string): GuestList {
  const seen = new Set<string>();
  const guests: Guest[] = [];
  let repeated = 0;
  for (const line of text.split(/[\r\n]+/)) {
    const guest = guestOf(line);
    if (guest === undefined) continue;
    const address = guest.email?.toLowerCase();
    if (address !== undefined && seen.has(address)) repeated += 1;
    else guests.push(guest);
    if (address !== undefined) seen.add(address);
  }
  return { guests, repeated, tooLong: guests.map(({ name }) => name).filter((name) => Array.from(name).length > MAX_NAME) };
}

const ADDRESS = /[^\s<>"';,]+@[^\s<>"';,]+/;
/** What stands over a list. */
const HEADS = /^(?:name|e-?mail|first ?name|last ?name)$/i;

function guestOf(line: string): Guest | undefined {
  const email = ADDRESS.exec(line)?.[0] ?? null;
  const rest = email === null ? line : line.replace(email, '');
  const cells = rest
    .split(/[\t;,]/)
    .map((cell) => cell.replaceAll(/[<>"]/g, ' ').replaceAll(/\s+/g, ' ').trim())
    .filter((cell) => cell !== '');
  if (email === null && cells.every((cell) => HEADS.test(cell))) return undefined;
  return { name: cells.length === 0 ? nameIn(email ?? '') : cells.join(' '), email };
}

/** `nora.oz@example.org`: Nora Oz. */
function nameIn(address: string): string {
  return (address.split('@')[0] ?? '')
    .replace(/\+.*/, '')
    .split(/[._]+/)
    .filter((word) => word !== '')
    .map((word) => (word[0] ?? '').toUpperCase() + word.slice(1))
    .join(' ');
}
