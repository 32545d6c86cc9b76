/**
 * Closed captions of a television picture: the first channel (CC1) of CEA-608, as a decoder in a television shows it. Pure: pairs of
 * bytes in, the rows on the screen out. Pop-on, roll-up and paint-on; what has another channel, text mode or XDS is passed over.
 */
import { BASIC, EXTENDED, SPECIAL } from './cea-608-letters.ts';

/** The colours of letters, in the order of their codes (47 CFR 15.119 (g)). */
export const COLOURS = ['white', 'green', 'blue', 'cyan', 'red', 'yellow', 'magenta'] as const;
export type Colour = (typeof COLOURS)[number];

/** How letters are drawn. */
interface Pen {
  readonly colour: Colour;
  readonly italic: boolean;
  readonly underlined: boolean;
}

interface Cell extends Pen {
  readonly letter: string;
}

/** Letters beside each other that look the same. */
export interface CaptionRun extends Pen {
  readonly text: string;
}

/** A row that has something in it. */
export interface CaptionRow {
  /** 1-15, from above. */
  readonly row: number;
  /** Of its first letter, 0-31. */
  readonly column: number;
  readonly runs: readonly CaptionRun[];
}

const ROWS = 15;
const COLUMNS = 32;
const PLAIN: Pen = { colour: 'white', italic: false, underlined: false };
/** The row that a preamble address code speaks of: by its first byte, two each. */
const PREAMBLE_ROWS: Readonly<Record<number, readonly [number, number]>> = {
  16: [11, 11],
  17: [1, 2],
  18: [3, 4],
  19: [12, 13],
  20: [14, 15],
  21: [5, 6],
  22: [7, 8],
  23: [9, 10],
};

type Memory = (Cell | undefined)[][];
const blank = (): Memory => Array.from({ length: ROWS + 1 }, () => []);

export class Cea608 {
  #shown = blank();
  #hidden = blank();
  #mode: 'none' | 'pop' | 'paint' | 'text' | 2 | 3 | 4 = 'none';
  #row = ROWS;
  #column = 0;
  #pen = PLAIN;
  #isOurs = true;
  #lastControl = -1;

  /** One pair as it was sent, parity and all. @returns true when what is on the screen may have changed. */
  push(first: number, second: number): boolean {
    const a = first & 0x7f;
    const b = second & 0x7f;
    if (a < 0x10) {
      // nothing, or a pair of XDS
      if (a !== 0 || b !== 0) this.#lastControl = -1;
      return false;
    }
    if (a < 0x20) return this.#control(a, b);
    this.#lastControl = -1;
    if (!this.#isOurs) return false;
    this.#write(BASIC(a));
    if (b >= 0x20) this.#write(BASIC(b));
    return this.#mode !== 'pop';
  }

  /** What is on the screen, from above. */
  rows(): readonly CaptionRow[] {
    return this.#shown.flatMap((cells, row): CaptionRow[] => {
      const column = cells.findIndex((cell) => cell !== undefined && cell.letter !== ' ');
      return column === -1 ? [] : [{ row, column, runs: runsOf(cells.slice(column)) }];
    });
  }

  /** As after it was switched on. */
  reset(): void {
    this.#shown = blank();
    this.#hidden = blank();
    this.#mode = 'none';
    this.#row = ROWS;
    this.#column = 0;
    this.#pen = PLAIN;
    this.#isOurs = true;
    this.#lastControl = -1;
  }

  #control(first: number, b: number): boolean {
    // control codes are sent twice, for lines with noise
    const code = (first << 8) | b;
    if (code === this.#lastControl) {
      this.#lastControl = -1;
      return false;
    }
    this.#lastControl = code;
    this.#isOurs = (first & 0x08) === 0;
    if (!this.#isOurs) return false;
    const a = first & 0x17;
    if (b >= 0x40) return this.#preamble(a, b);
    if (a === 0x14 && b >= 0x20 && b < 0x30) return this.#command(b);
    if (a === 0x17 && b >= 0x21 && b <= 0x23) this.#column = Math.min(COLUMNS - 1, this.#column + b - 0x20);
    else if (a === 0x11 && b >= 0x20 && b < 0x30) this.#midRow(b);
    else if (a === 0x11 && b >= 0x30) this.#write(SPECIAL[b - 0x30] ?? ' ');
    else if (a === 0x12 || a === 0x13) {
      // stands after a letter that says the same to a decoder that does not know it
      this.#column = Math.max(0, this.#column - 1);
      this.#write(EXTENDED[(a - 0x12) * 32 + b - 0x20] ?? ' ');
    }
    return this.#mode !== 'pop';
  }

  #preamble(a: number, b: number): boolean {
    const row = PREAMBLE_ROWS[a]?.[(b >> 5) & 1] ?? ROWS;
    if (typeof this.#mode === 'number' && row !== this.#row) this.#moveRolled(row, this.#mode);
    this.#row = row;
    const style = (b >> 1) & 0x0f;
    this.#column = style < 8 ? 0 : (style - 8) * 4;
    this.#pen = { colour: COLOURS[style] ?? 'white', italic: style === 7, underlined: (b & 1) === 1 };
    return typeof this.#mode === 'number';
  }

  /** The rows that roll go along with the lowest. */
  #moveRolled(to: number, count: number): void {
    const rolled = this.#shown.slice(Math.max(1, this.#row - count + 1), this.#row + 1);
    this.#shown = blank();
    const from = Math.max(1, to - rolled.length + 1);
    for (const [index, cells] of rolled.slice(-to).entries()) this.#shown[from + index] = cells;
  }

  #midRow(b: number): void {
    const style = (b >> 1) & 0x07;
    this.#pen = { colour: COLOURS[style] ?? this.#pen.colour, italic: style === 7, underlined: (b & 1) === 1 };
    this.#write(' ');
  }

  /** @returns true when what is on the screen may have changed. */
  #command(b: number): boolean {
    switch (b) {
      case 0x20:
        this.#mode = 'pop';
        return false;
      case 0x21:
        this.#column = Math.max(0, this.#column - 1);
        this.#cells()[this.#column] = undefined;
        return this.#mode !== 'pop';
      case 0x24:
        this.#cells().splice(this.#column);
        return this.#mode !== 'pop';
      case 0x25:
      case 0x26:
      case 0x27:
        return this.#roll((b - 0x23) as 2 | 3 | 4);
      case 0x29:
        this.#mode = 'paint';
        return false;
      case 0x2a:
      case 0x2b:
        this.#mode = 'text';
        return false;
      case 0x2c:
        this.#shown = blank();
        return true;
      case 0x2d:
        return this.#newLine();
      case 0x2e:
        this.#hidden = blank();
        return false;
      case 0x2f:
        [this.#shown, this.#hidden] = [this.#hidden, this.#shown];
        this.#mode = 'pop';
        return true;
      default:
        return false;
    }
  }

  #roll(count: 2 | 3 | 4): boolean {
    if (typeof this.#mode !== 'number') {
      this.#shown = blank();
      this.#hidden = blank();
      this.#row = ROWS;
      this.#column = 0;
      this.#pen = PLAIN;
    }
    this.#mode = count;
    return true;
  }

  #newLine(): boolean {
    if (typeof this.#mode !== 'number') return false;
    for (let row = 1; row < this.#row; row += 1) this.#shown[row] = row > this.#row - this.#mode ? (this.#shown[row + 1] ?? []) : [];
    this.#shown[this.#row] = [];
    this.#column = 0;
    this.#pen = PLAIN;
    return true;
  }

  #write(letter: string): void {
    if (this.#mode === 'none' || this.#mode === 'text') return;
    this.#cells()[this.#column] = { ...this.#pen, letter };
    this.#column = Math.min(COLUMNS - 1, this.#column + 1);
  }

  #cells(): (Cell | undefined)[] {
    const memory = this.#mode === 'pop' ? this.#hidden : this.#shown;
    return (memory[this.#row] ??= []);
  }
}

function runsOf(cells: readonly (Cell | undefined)[]): readonly CaptionRun[] {
  const runs: CaptionRun[] = [];
  for (const cell of Array.from(cells, (one): Cell => one ?? { ...(runs.at(-1) ?? PLAIN), letter: ' ' })) {
    const last = runs.at(-1);
    const { colour, italic, underlined, letter } = cell;
    if (last !== undefined && last.colour === colour && last.italic === italic && last.underlined === underlined)
      runs[runs.length - 1] = { ...last, text: last.text + letter };
    else runs.push({ colour, italic, underlined, text: letter });
  }
  return runs;
}
