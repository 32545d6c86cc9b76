/** A list that comes by pages, as a whole. */
import type { Answer } from '../../api/client.ts';

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Everything of a list, or as much of it as one looks at in a page. */
export interface Whole<Item> {
  readonly items: readonly Item[];
  /** There is more than that: the file has all of it. */
  readonly hasMore: boolean;
}

/** What a table in a browser bears. */
const MAX_PAGES = 25;

/** Fetches page after page. The first that cannot be had is the answer. */
export async function allPages<Item>(fetchPage: (from: string | undefined) => Promise<Answer<PageOf<Item>>>): Promise<Answer<Whole<Item>>> {
  const items: Item[] = [];
  let from: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await fetchPage(from);
    if (!answer.ok) return answer;
    for (const item of answer.value.items) items.push(item);
    if (answer.value.next === null) return { ok: true, value: { items, hasMore: false } };
    from = answer.value.next;
  }
  return { ok: true, value: { items, hasMore: true } };
}
