/** Rows of one statement. */
const AT_ONCE = 1_000;

/**
 * All of a list, read page by page.
 *
 * @param page gives at most `limit` rows, in order, those after `last`; undefined: from the beginning.
 */
export async function everyRow<Row>(page: (limit: number, last: Row | undefined) => Promise<readonly Row[]>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (;;) {
    const some = await page(AT_ONCE, all.at(-1));
    for (const one of some) all.push(one);
    if (some.length < AT_ONCE) return all;
  }
}
