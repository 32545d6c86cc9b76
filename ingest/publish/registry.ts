import type { SessionId } from '../../core/contracts/ids.ts';

/** What the registry decided; the caller does it. */
export type RegistryDecision =
  | { readonly kind: 'accept'; readonly session: SessionId; readonly replaces: SessionId | undefined }
  | { readonly kind: 'refuse'; readonly session: SessionId }
  /** Media stopped, or came again. */
  | { readonly kind: 'idle' | 'resumed'; readonly session: SessionId };

/** A publisher without media for this long is told as idle. */
export const IDLE_MS = 700;
/** A publisher without media for this long gives its place to a new one with the same key. */
export const REPLACE_MS = 2_500;
/** Bytes that were under way when a cable was cut still arrive within this; what comes later proves life. */
const UNDER_WAY_MS = 150;

interface Holder {
  readonly session: SessionId;
  lastMediaMs: number;
  isIdle: boolean;
  waiting: { readonly session: SessionId; readonly sinceMs: number } | undefined;
}

/**
 * One publisher for each place (a stream's primary or backup key). Pure: time comes in. Who asks for a place that is held waits
 * until the holder has shown that it lives (refused) or has been silent too long (accepted): so an encoder that comes back after a
 * cut cable is not told off, which would make it give up.
 */
export class PublisherRegistry {
  readonly #places = new Map<string, Holder>();

  /** @returns what is decided at once; nothing when it has to wait for {@link poll} or {@link media}. */
  request(place: string, session: SessionId, nowMs: number): readonly RegistryDecision[] {
    const holder = this.#places.get(place);
    if (holder === undefined) {
      this.#hold(place, session, nowMs);
      return [{ kind: 'accept', session, replaces: undefined }];
    }
    if (nowMs - holder.lastMediaMs >= REPLACE_MS) return this.#replace(place, holder, session, nowMs);
    if (holder.waiting !== undefined) return [{ kind: 'refuse', session }];
    holder.waiting = { session, sinceMs: nowMs };
    return [];
  }

  /** A packet of media from an accepted session; from anybody else it means nothing. */
  media(session: SessionId, nowMs: number): readonly RegistryDecision[] {
    const holder = this.#holderOf(session);
    if (holder === undefined) return [];
    holder.lastMediaMs = nowMs;
    const decisions: RegistryDecision[] = [];
    if (holder.isIdle) {
      holder.isIdle = false;
      decisions.push({ kind: 'resumed', session });
    }
    const waiting = holder.waiting;
    if (waiting !== undefined && nowMs - waiting.sinceMs > UNDER_WAY_MS) {
      holder.waiting = undefined;
      decisions.push({ kind: 'refuse', session: waiting.session });
    }
    return decisions;
  }

  /** A connection is over, accepted or not. Whoever waited for its place gets it. */
  end(session: SessionId, nowMs: number): readonly RegistryDecision[] {
    for (const [place, holder] of this.#places) {
      if (holder.waiting?.session === session) holder.waiting = undefined;
      if (holder.session !== session) continue;
      const next = holder.waiting?.session;
      this.#places.delete(place);
      if (next === undefined) return [];
      this.#hold(place, next, nowMs);
      return [{ kind: 'accept', session: next, replaces: undefined }];
    }
    return [];
  }

  /** To be called some times a second. */
  poll(nowMs: number): readonly RegistryDecision[] {
    const decisions: RegistryDecision[] = [];
    for (const [place, holder] of this.#places) {
      const silentMs = nowMs - holder.lastMediaMs;
      if (!holder.isIdle && silentMs >= IDLE_MS) {
        holder.isIdle = true;
        decisions.push({ kind: 'idle', session: holder.session });
      }
      if (holder.waiting !== undefined && silentMs >= REPLACE_MS) {
        decisions.push(...this.#replace(place, holder, holder.waiting.session, nowMs));
      }
    }
    return decisions;
  }

  isAccepted(session: SessionId): boolean {
    return this.#holderOf(session) !== undefined;
  }

  #hold(place: string, session: SessionId, nowMs: number): void {
    this.#places.set(place, { session, lastMediaMs: nowMs, isIdle: false, waiting: undefined });
  }

  #replace(place: string, holder: Holder, session: SessionId, nowMs: number): readonly RegistryDecision[] {
    const other = holder.waiting?.session;
    this.#hold(place, session, nowMs);
    const accepted: RegistryDecision = { kind: 'accept', session, replaces: holder.session };
    return other === undefined || other === session ? [accepted] : [accepted, { kind: 'refuse', session: other }];
  }

  #holderOf(session: SessionId): Holder | undefined {
    for (const holder of this.#places.values()) if (holder.session === session) return holder;
    return undefined;
  }
}
