/** A list for a spreadsheet (RFC 4180). */

/** What a spreadsheet would take for a formula and run, or what hides one from the eye. */
const FORMULA = /^[\s\u200b\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/** One line, with its end. Every cell is quoted; one that could be a formula gets an apostrophe before it, by which spreadsheets take it for text. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${(FORMULA.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** The whole of a list: its head, then a line each. It begins with a byte order mark, by which spreadsheets know UTF-8. */
export function csvText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\ufeff${[head, ...rows].map(csvLine).join('')}`;
}
