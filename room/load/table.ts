/** Rows of a Markdown table, printed as they come. */
export class Table {
  readonly #columns: readonly string[];
  #isBegun = false;

  constructor(columns: readonly string[]) {
    this.#columns = columns;
  }

  row(cells: readonly (string | number)[]): void {
    if (cells.length !== this.#columns.length) throw new RangeError(`${cells.length} cells for ${this.#columns.length} columns`);
    if (!this.#isBegun) print(`\n${line(this.#columns)}\n${line(this.#columns.map(() => '---'))}`);
    this.#isBegun = true;
    print(line(cells));
  }
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}
