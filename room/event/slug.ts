import type { StreamId } from '../../core/contracts/ids.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';

/** Words that mean something of ours where a slug may stand (`/watch/<slug>`, `/live/<slug>/…`), or that people would take for it. */
export const RESERVED_SLUGS: readonly string[] = [
  ...['admin', 'api', 'assets', 'card', 'docs', 'embed', 'event', 'events', 'favicon', 'health', 'healthz', 'help'],
  ...['internal', 'join', 'legal', 'live', 'login', 'logout', 'metrics', 'new', 'openapi', 'plenary', 'privacy', 'public', 'ready'],
  ...['readyz', 'recordings', 'renew', 'robots', 'room', 'settings', 'setup', 'sign-in', 'sign-out', 'static', 'status', 'stream'],
  ...['streams', 'studio', 'support', 'v', 'watch', 'www'],
];

/** Up to fifty: a stream's name has room for more, links that are read aloud have not. */
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/;

/** Ends the name of the stream to which an event's rehearsal keys publish. */
const REHEARSAL = '-rehearsal';

/** The stream that an event's rehearsal keys publish to: seen by the staff alone. */
export const rehearsalOf = (slug: string): StreamId => `${slug}${REHEARSAL}` as StreamId;

/** Whether an event may be called so in links. Whether another is, the database knows. */
export function checkSlug(slug: string): { readonly ok: true } | Refusal {
  if (!SLUG.test(slug)) return refuse('ROOM_SLUG_INVALID');
  return RESERVED_SLUGS.includes(slug) || slug.endsWith(REHEARSAL) ? refuse('ROOM_SLUG_RESERVED', { slug }) : { ok: true };
}
