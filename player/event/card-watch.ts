/** The event's card, read again while it may change. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { EventCard } from '../../core/contracts/room/join.ts';
import type { PageState } from '../state/page-state.ts';

const LIMIT_MS = 10_000;
/** An agenda is changed now and then, and nobody waits for it. */
const EVERY_MS = 60_000;
/** All pages see the same change at the same moment: they do not ask at the same moment. */
const SPREAD_MS = 1_500;

/** A card, always the newest that was read. */
export interface CardWatch {
  readonly card: ReadonlySignal<EventCard>;
  close(): void;
}

/** @returns undefined: there is no such event. @throws when the server cannot be reached. */
export async function readCard(slug: string, signal_: AbortSignal): Promise<EventCard | undefined> {
  const answer = await fetch(`/api/card/${encodeURIComponent(slug)}`, {
    cache: 'no-store',
    signal: AbortSignal.any([signal_, AbortSignal.timeout(LIMIT_MS)]),
  });
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`the card: ${answer.status}`);
  const told: unknown = await answer.json();
  if (typeof told !== 'object' || told === null || !('agenda' in told)) throw new Error('no card');
  return told as EventCard;
}

/** Reads it again now and then, and whenever the page has changed. */
export function watchCard(slug: string, first: EventCard, state: ReadonlySignal<PageState>): CardWatch {
  const card = signal(first);
  const ending = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const plan = (inMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), inMs);
  };
  const ask = async (): Promise<void> => {
    try {
      card.value = (await readCard(slug, ending.signal)) ?? card.peek();
    } catch {
      // What was read last is good enough until the next time.
    }
    if (!ending.signal.aborted) plan(EVERY_MS * (0.8 + Math.random() * 0.4));
  };
  let before = state.peek().kind;
  plan(EVERY_MS * Math.random());
  const stop = effect(() => {
    const { kind } = state.value;
    if (kind !== before) plan(Math.random() * SPREAD_MS);
    before = kind;
  });
  return {
    card,
    close: () => {
      stop();
      clearTimeout(timer);
      ending.abort();
    },
  };
}
