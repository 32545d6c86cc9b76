/** Gives the rows of lines that went to the lines that come: to write another text into a row costs a browser a fraction of a new one. Without I/O. */
export class RowKeys {
  #rows: ReadonlyMap<string, number> = new Map();
  #made = 0;

  /** @returns a row for each line, in order. A line keeps its row for as long as it is among them. */
  of(lines: readonly { readonly key: string }[]): readonly number[] {
    const here = new Set(lines.map(({ key }) => key));
    const free = [...this.#rows].flatMap(([key, row]) => (here.has(key) ? [] : [row]));
    const rows = lines.map(({ key }) => this.#rows.get(key) ?? free.shift() ?? this.#made++);
    this.#rows = new Map(lines.map(({ key }, index) => [key, rows[index] ?? 0]));
    return rows;
  }
}
