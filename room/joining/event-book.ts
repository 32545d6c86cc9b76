import type { Clock } from '../../core/runtime/clock.ts';

/** How long what was read of an event is good enough for those who come in. */
const FRESH_MS = 500;
/** Slugs remembered at once, those of events that there are not included. */
const MAX_KEPT = 2_000;

/** Events by their name in links: read once for all who ask at about the same time. */
export class EventBook<Event> {
  readonly #read: (slug: string) => Promise<Event | undefined>;
  readonly #clock: Clock;
  readonly #kept = new Map<string, { readonly untilMs: number; readonly event: Promise<Event | undefined> }>();

  constructor(read: (slug: string) => Promise<Event | undefined>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** @throws what the read throws; that is not kept. */
  find(slug: string): Promise<Event | undefined> {
    const nowMs = this.#clock.monotonicMs();
    const known = this.#kept.get(slug);
    if (known !== undefined && known.untilMs > nowMs) return known.event;
    this.#kept.delete(slug);
    if (this.#kept.size >= MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
    const event = this.#read(slug);
    this.#kept.set(slug, { untilMs: nowMs + FRESH_MS, event });
    event.catch(() => this.#kept.delete(slug));
    return event;
  }

  /** It was changed here. */
  forget(slug: string): void {
    this.#kept.delete(slug);
  }
}
