/** What of a room's feed is for the staff alone: their own talk, and what people may not do any more. A reducer without I/O. */
import type { Author, FeedEntry } from '../../core/contracts/room/entries.ts';
import type { Epoch, TicketId } from '../../core/contracts/room/ids.ts';

/** Lines of staff talk that are kept on the screen. */
const MAX_LINES = 200;
/** People that are remembered; the oldest go. */
const MAX_PEOPLE = 500;

export interface BackstageLine {
  readonly offset: number;
  readonly author: Author;
  readonly text: string;
  readonly atMs: number;
}

/** What somebody may not do. */
export interface Standing {
  readonly isBanned: boolean;
  /** Unix ms; 0: he may speak. */
  readonly mutedUntilMs: number;
}

export interface StaffFeed {
  readonly epoch: Epoch | undefined;
  readonly offset: number;
  readonly backstage: readonly BackstageLine[];
  readonly standings: ReadonlyMap<TicketId, Standing>;
  /** How often something of the show or of the staff happened: what lists it is worth fetching again. */
  readonly acts: number;
  /** How often the plan of the show became another. */
  readonly plans: number;
}

export const EMPTY_STAFF_FEED: StaffFeed = { epoch: undefined, offset: 0, backstage: [], standings: new Map(), acts: 0, plans: 0 };

/** After entries of a feed, some of which may have been told before. */
export function staffTold(before: StaffFeed, epoch: Epoch, entries: readonly FeedEntry[]): StaffFeed {
  let feed = before.epoch === epoch ? before : { ...EMPTY_STAFF_FEED, epoch, acts: before.acts, plans: before.plans };
  for (const entry of entries) if (entry.offset > feed.offset) feed = withEntry({ ...feed, offset: entry.offset }, entry);
  return feed;
}

function withEntry(feed: StaffFeed, { offset, atMs, body }: FeedEntry): StaffFeed {
  switch (body.kind) {
    case 'message':
    case 'blank':
      return feed;
    case 'backstage':
      return { ...feed, backstage: [...feed.backstage, { offset, author: body.author, text: body.text, atMs }].slice(-MAX_LINES) };
    case 'plan':
      return { ...feed, acts: feed.acts + 1, plans: feed.plans + 1 };
    case 'removed':
      return { ...feed, acts: feed.acts + 1, backstage: feed.backstage.filter((line) => line.offset !== body.target) };
    case 'person': {
      const known = feed.standings.get(body.person) ?? { isBanned: false, mutedUntilMs: 0 };
      const standing =
        body.change === 'muted' ? { ...known, mutedUntilMs: body.untilMs } : { ...known, isBanned: body.change === 'banned' };
      const others = [...feed.standings].filter(([person]) => person !== body.person);
      return { ...feed, acts: feed.acts + 1, standings: new Map([...others, [body.person, standing] as const].slice(-MAX_PEOPLE)) };
    }
    default:
      return { ...feed, acts: feed.acts + 1 };
  }
}
