import type { FeedEvent, SessionEnd } from '../../core/contracts/feed.ts';
import type { SessionId, StreamId } from '../../core/contracts/ids.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import { FeedSession } from '../feed/feed-session.ts';
import { blurAddress, networkOf } from './client-address.ts';
import { GuessLimit } from './guess-limit.ts';
import type { IngestMetrics } from './ingest-metrics.ts';
import type { KeyFacts } from './key-file.ts';
import { LogBudget } from './log-budget.ts';
import { MediaCheck } from './media-check.ts';
import { readMetadata } from './metadata.ts';
import type { Refusal } from './refusals.ts';
import { APP, REFUSALS } from './refusals.ts';
import type { RegistryDecision } from './registry.ts';
import { PublisherRegistry } from './registry.ts';

/** A connection, as far as deciding about it goes. */
export interface DeskConnection {
  readonly id: SessionId;
  /** Of the client. */
  readonly address: string;
  accept(): void;
  refuse(status: 'NetStream.Publish.Denied' | 'NetStream.Publish.BadName' | 'NetStream.Play.Failed', sentence: string): void;
  destroy(reason: SessionEnd): void;
}

/** A packet of a connection that was accepted; `type` as in FLV. */
export interface DeskPacket {
  readonly type: 8 | 9 | 18;
  readonly timestampMs: number;
  readonly payload: Buffer;
}

export interface DeskOptions {
  readonly keys: { verify(key: string): KeyFacts | undefined; list(): readonly KeyFacts[] };
  /** Accepted sessions; the desk puts them in and takes them out. */
  readonly sessions: Map<SessionId, FeedSession>;
  readonly tell: (event: FeedEvent) => void;
  /** Somebody's key was right. */
  readonly showedKey: (id: SessionId) => void;
  readonly counted: IngestMetrics;
  readonly log: Log;
  readonly clock: Clock;
}

interface Publisher {
  readonly connection: DeskConnection;
  readonly key: KeyFacts;
  /** From the accept on. */
  live: { readonly feed: FeedSession; readonly check: MediaCheck } | undefined;
}

/**
 * Decides who publishes, and does what was decided. Whoever has a right key is a publisher; one for each place (a stream's primary
 * or backup) is accepted; only what an accepted one sends gets into its feed.
 */
export class PublisherDesk {
  readonly #options: DeskOptions;
  readonly #registry = new PublisherRegistry();
  readonly #guesses = new GuessLimit();
  readonly #strangers = new LogBudget();
  readonly #publishers = new Map<SessionId, Publisher>();

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  wantsToPublish(connection: DeskConnection, app: string, name: string): void {
    const { keys, clock, showedKey } = this.#options;
    if (app !== APP) return this.#turnAway(connection, REFUSALS.wrongApp);
    if (name === '') return this.#turnAway(connection, REFUSALS.noKey);
    const nowMs = clock.nowMs();
    const key = keys.verify(name);
    if (key === undefined) {
      const network = networkOf(connection.address);
      const refusal = this.#guesses.isOver(network, nowMs) ? REFUSALS.tooManyGuesses : REFUSALS.wrongKey;
      this.#guesses.note(network, nowMs);
      return this.#turnAway(connection, refusal);
    }
    showedKey(connection.id);
    this.#publishers.set(connection.id, { connection, key, live: undefined });
    this.#act(this.#registry.request(`${key.stream} ${key.slot}`, connection.id, nowMs));
  }

  wantsToPlay(connection: DeskConnection): void {
    this.#turnAway(connection, REFUSALS.play);
  }

  media(id: SessionId, { type, timestampMs, payload }: DeskPacket): void {
    const { counted, clock } = this.#options;
    const publisher = this.#publishers.get(id);
    if (publisher?.live === undefined || !this.#registry.isAccepted(id)) return;
    const { feed, check } = publisher.live;
    const nowMs = clock.nowMs();
    if (type === 18) {
      const metadata = readMetadata(payload);
      if (metadata !== undefined) feed.push(type, timestampMs, metadata, nowMs);
      return;
    }
    const verdict = check.look(type, payload);
    if (verdict === 'take') {
      counted.bytes.inc(payload.byteLength);
      feed.push(type, timestampMs, payload, nowMs);
      this.#act(this.#registry.media(id, nowMs));
    } else if (verdict === 'drop') counted.dropped.inc();
    else this.#refuse(publisher, verdict, 'refused-media');
  }

  /** A connection sent bytes that are no RTMP; it is being closed. */
  broke(connection: DeskConnection, reason: string): void {
    const publisher = this.#publishers.get(connection.id);
    if (publisher === undefined) this.#tellStranger(connection, REFUSALS.badRtmp, reason);
    else this.#tellRefused(publisher, REFUSALS.badRtmp, reason);
  }

  /** A connection is over. */
  closed(id: SessionId, reason: SessionEnd): void {
    this.#end(id, reason);
  }

  /** To be called some times a second: notices what does not happen. */
  poll(): void {
    const nowMs = this.#options.clock.nowMs();
    this.#act(this.#registry.poll(nowMs));
    for (const publisher of this.#publishers.values()) {
      const refusal = publisher.live?.check.poll(nowMs);
      if (refusal !== undefined) this.#refuse(publisher, refusal, 'refused-media');
    }
    const unsaid = this.#strangers.settle(nowMs);
    if (unsaid > 0) this.#options.log.warn({ count: unsaid }, 'more strangers were refused');
  }

  /** The keys have changed: who publishes with one that is gone is cut. */
  keysChanged(): void {
    const valid = new Set(this.#options.keys.list().map((key) => key.id));
    const revoked = [...this.#publishers.values()].filter((publisher) => !valid.has(publisher.key.id));
    // those who wait first, so that none of them gets the place of one that is cut
    for (const isLive of [false, true])
      for (const publisher of revoked) if ((publisher.live !== undefined) === isLive) this.#refuse(publisher, REFUSALS.revoked, 'revoked');
  }

  #act(decisions: readonly RegistryDecision[]): void {
    for (const decision of decisions) {
      const publisher = this.#publishers.get(decision.session);
      if (publisher === undefined) continue;
      switch (decision.kind) {
        case 'accept':
          this.#replace(decision.replaces);
          this.#accept(publisher);
          break;
        case 'refuse':
          this.#refuse(publisher, REFUSALS.busy, 'closed');
          break;
        case 'idle':
        case 'resumed':
          this.#tell({ kind: decision.kind, session: decision.session, stream: publisher.key.stream });
          break;
      }
    }
  }

  #replace(id: SessionId | undefined): void {
    const before = id === undefined ? undefined : this.#publishers.get(id);
    if (id === undefined || before === undefined) return;
    this.#end(id, 'replaced');
    before.connection.destroy('replaced');
  }

  #accept(publisher: Publisher): void {
    const { connection, key } = publisher;
    const { sessions, log, clock } = this.#options;
    const acceptedMs = clock.nowMs();
    const feed = new FeedSession({ id: connection.id, stream: key.stream, slot: key.slot, acceptedMs });
    publisher.live = { feed, check: new MediaCheck(acceptedMs) };
    sessions.set(feed.id, feed);
    log.info({ stream: key.stream, slot: key.slot, keyId: key.id, session: feed.id }, 'publisher accepted');
    this.#options.tell({ kind: 'accepted', session: feed.id, stream: key.stream, slot: key.slot, atMs: acceptedMs });
    connection.accept();
  }

  /** Ends a publisher, accepted or waiting, and tells it why. */
  #refuse(publisher: Publisher, refusal: Refusal, reason: SessionEnd): void {
    this.#tellRefused(publisher, refusal);
    publisher.connection.refuse(refusal === REFUSALS.busy ? 'NetStream.Publish.BadName' : 'NetStream.Publish.Denied', refusal.sentence);
    this.#end(publisher.connection.id, reason);
  }

  /** Sends somebody away who has shown no right key. */
  #turnAway(connection: DeskConnection, refusal: Refusal): void {
    this.#tellStranger(connection, refusal);
    connection.refuse(refusal === REFUSALS.play ? 'NetStream.Play.Failed' : 'NetStream.Publish.Denied', refusal.sentence);
  }

  #tellRefused({ key, connection }: Publisher, { code, sentence }: Refusal, reason?: string): void {
    const { log, counted } = this.#options;
    counted.refused.inc({ code });
    const from = blurAddress(connection.address);
    log.warn({ stream: key.stream, slot: key.slot, keyId: key.id, code, sentence, reason, from }, 'publisher refused');
    this.#tell({ kind: 'refused', stream: key.stream, code, sentence });
  }

  #tellStranger(connection: DeskConnection, { code, sentence }: Refusal, reason?: string): void {
    const { log, counted, clock } = this.#options;
    counted.refused.inc({ code });
    if (!this.#strangers.take(clock.nowMs())) return;
    log.warn({ code, sentence, reason, from: blurAddress(connection.address) }, 'stranger refused');
    this.#tell({ kind: 'refused', stream: null, code, sentence });
  }

  #end(id: SessionId, reason: SessionEnd): void {
    const publisher = this.#publishers.get(id);
    if (publisher === undefined) return;
    this.#publishers.delete(id);
    if (publisher.live !== undefined) {
      const { feed } = publisher.live;
      this.#options.sessions.delete(id);
      feed.end();
      this.#options.log.info({ stream: feed.stream, session: id, reason }, 'publisher is gone');
      this.#tell({ kind: 'ended', session: id, stream: feed.stream, reason });
    }
    this.#act(this.#registry.end(id, this.#options.clock.nowMs()));
  }

  #tell(event: TimelessEvent): void {
    this.#options.tell({ ...event, atMs: this.#options.clock.nowMs() });
  }
}

type TimelessEvent =
  | { readonly kind: 'ended'; readonly session: SessionId; readonly stream: StreamId; readonly reason: SessionEnd }
  | { readonly kind: 'idle' | 'resumed'; readonly session: SessionId; readonly stream: StreamId }
  | { readonly kind: 'refused'; readonly stream: StreamId | null; readonly code: string; readonly sentence: string };
