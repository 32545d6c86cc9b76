import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { SessionEnd } from '../core/contracts/feed.ts';
import type { SessionId } from '../core/contracts/ids.ts';
import type { Clock } from '../core/runtime/clock.ts';
import { systemClock } from '../core/runtime/clock.ts';

import type { Log } from '../core/runtime/log.ts';
import { Metrics } from '../core/runtime/metrics.ts';
import { IngestPortTaken } from './errors.ts';
import { FeedServer } from './feed/feed-server.ts';
import { FeedSession } from './feed/feed-session.ts';
import { GuessLimit } from './publish/guess-limit.ts';
import type { KeyFacts } from './publish/keys.ts';
import { KeyBook } from './publish/keys.ts';
import { MediaCheck } from './publish/media-check.ts';
import type { RegistryDecision } from './publish/registry.ts';
import { PublisherRegistry } from './publish/registry.ts';
import { Connection } from './rtmp/connection.ts';
import type { MediaPacket } from './rtmp/rtmp-session.ts';

export interface IngestOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly rtmpPort: number;
  readonly rtmps: { readonly port: number; readonly certFile: string; readonly keyFile: string } | null;
  readonly dataDir: string;
  readonly feedPort: number;
  readonly feedToken: string;
}

export interface Ingest {
  readonly rtmpPort: number;
  readonly rtmpsPort: number | null;
  readonly feedUrl: string;
  close(): Promise<void>;
}

const POLL_MS = 100;
/** The app of the publish address: `rtmp://host/live`. */
const APP = 'live';
/** Connections at once, and from one address. */
const MAX_CONNECTIONS = 500;
const MAX_FROM_ADDRESS = 50;

interface Publisher {
  readonly connection: Connection;
  readonly key: KeyFacts;
  readonly check: MediaCheck;
  feed: FeedSession | undefined;
}

/** Opens the RTMP ports and the feed. One in a process. @throws IngestPortTaken, KeysUnreadable */
export async function openIngest(options: IngestOptions, log: Log, clock: Clock = systemClock): Promise<Ingest> {
  const keys = await KeyBook.open(options.dataDir);
  const ingest = new IngestService(keys, options, log, clock);
  try {
    return await ingest.open();
  } catch (error) {
    await ingest.close();
    throw error;
  }
}

class IngestService {
  readonly #options: IngestOptions;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #keys: KeyBook;
  readonly #registry = new PublisherRegistry();
  readonly #guesses = new GuessLimit();
  readonly #metrics = new Metrics();
  readonly #counted: ReturnType<typeof ingestMetrics>;
  readonly #connections = new Set<Connection>();
  readonly #publishers = new Map<SessionId, Publisher>();
  readonly #sessions = new Map<SessionId, FeedSession>();
  readonly #servers: Server[] = [];
  #feed: FeedServer | undefined;
  #poller: NodeJS.Timeout | undefined;

  constructor(keys: KeyBook, options: IngestOptions, log: Log, clock: Clock) {
    this.#keys = keys;
    this.#options = options;
    this.#log = log;
    this.#clock = clock;
    this.#counted = ingestMetrics(this.#metrics, () => this.#sessions.size);
  }

  async open(): Promise<Ingest> {
    const { feedPort, feedToken, host, rtmpPort, rtmps } = this.#options;
    this.#feed = await FeedServer.open({
      port: feedPort,
      token: feedToken,
      sessions: this.#sessions,
      metrics: this.#metrics,
      clock: this.#clock,
    });
    const port = await this.#listen(createServer({ noDelay: true, keepAlive: true }), 'RTMP_PORT', rtmpPort, host, 'connection');
    let rtmpsPort: number | null = null;
    if (rtmps !== null) {
      const [cert, key] = await Promise.all([readFile(rtmps.certFile), readFile(rtmps.keyFile)]);
      const server = createTlsServer({ cert, key, noDelay: true, keepAlive: true, handshakeTimeout: 5_000, minVersion: 'TLSv1.2' });
      server.on('tlsClientError', () => this.#counted.refused.inc({ code: 'INGEST_TLS' }));
      rtmpsPort = await this.#listen(server, 'RTMPS_PORT', rtmps.port, host, 'secureConnection');
    }
    this.#keys.onChange(() => this.#cutRevoked());
    this.#poller = setInterval(() => this.#poll(), POLL_MS);
    return { rtmpPort: port, rtmpsPort, feedUrl: this.#feed.url, close: () => this.close() };
  }

  async close(): Promise<void> {
    clearInterval(this.#poller);
    this.#keys.close();
    for (const server of this.#servers) server.close();
    for (const id of this.#publishers.keys()) this.#end(id, 'shutdown');
    for (const connection of this.#connections) connection.destroy('shutdown');
    await this.#feed?.close();
  }

  async #listen(server: Server, setting: string, port: number, host: string, event: 'connection' | 'secureConnection'): Promise<number> {
    server.maxConnections = MAX_CONNECTIONS;
    server.on(event, (socket: Socket) => this.#connected(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => {
        const isTaken = 'code' in error && error.code === 'EADDRINUSE';
        reject(isTaken ? new IngestPortTaken({ setting, port }, error) : error);
      });
      server.listen(port, host, () => resolve());
    });
    server.on('error', (error) => this.#log.error({ err: error }, 'the RTMP port failed'));
    this.#servers.push(server);
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  #connected(socket: Socket): void {
    const address = socket.remoteAddress ?? 'unknown';
    const fromHere = [...this.#connections].filter((other) => other.address === address).length;
    if (fromHere >= MAX_FROM_ADDRESS) {
      socket.destroy();
      this.#counted.refused.inc({ code: 'INGEST_TOO_MANY' });
      return;
    }
    this.#counted.connections.inc();
    const id = randomBytes(12).toString('base64url') as SessionId;
    const connection = new Connection(socket, id, {
      wantsToPublish: (app, name) => this.#wantsToPublish(connection, app, name),
      media: (packet) => this.#media(id, packet),
      refused: (code, sentence) => this.#tellRefused(null, code, sentence),
      closed: (reason) => {
        this.#connections.delete(connection);
        this.#end(id, reason);
        this.#act(this.#registry.end(id, this.#clock.nowMs()));
      },
    });
    this.#connections.add(connection);
  }

  #wantsToPublish(connection: Connection, app: string, name: string): void {
    const nowMs = this.#clock.nowMs();
    if (this.#guesses.isOver(connection.address, nowMs)) {
      this.#refuse(connection, null, 'INGEST_TOO_MANY_GUESSES', 'Too many wrong stream keys. Wait a minute and try again.');
      return;
    }
    if (app !== APP) {
      this.#refuse(connection, null, 'INGEST_WRONG_APP', `The server address must end in /${APP}.`);
      return;
    }
    const key = this.#keys.verify(name);
    if (key === undefined) {
      this.#guesses.note(connection.address, nowMs);
      this.#refuse(connection, null, 'INGEST_WRONG_KEY', 'The stream key is wrong or was revoked. Copy it again from the event.');
      return;
    }
    this.#publishers.set(connection.id, { connection, key, check: new MediaCheck(nowMs), feed: undefined });
    this.#act(this.#registry.request(`${key.stream} ${key.slot}`, connection.id, nowMs));
  }

  #media(id: SessionId, packet: MediaPacket): void {
    const publisher = this.#publishers.get(id);
    if (publisher?.feed === undefined || !this.#registry.isAccepted(id)) return;
    const nowMs = this.#clock.nowMs();
    const refusal = publisher.check.look(packet.type, packet.payload);
    if (refusal !== undefined) {
      this.#refuse(publisher.connection, publisher.key, refusal.code, refusal.sentence);
      this.#end(id, 'refused-media');
      return;
    }
    if (packet.payload.byteLength < 2) return;
    this.#counted.bytes.inc(packet.payload.byteLength);
    publisher.feed.push(packet.type, packet.timestampMs, packet.payload, nowMs);
    if (packet.type !== 18) this.#act(this.#registry.media(id, nowMs));
  }

  #poll(): void {
    const nowMs = this.#clock.nowMs();
    this.#act(this.#registry.poll(nowMs));
    for (const [id, publisher] of this.#publishers) {
      const refusal = publisher.feed === undefined ? undefined : publisher.check.poll(nowMs);
      if (refusal === undefined) continue;
      this.#refuse(publisher.connection, publisher.key, refusal.code, refusal.sentence);
      this.#end(id, 'refused-media');
    }
  }

  #act(decisions: readonly RegistryDecision[]): void {
    for (const decision of decisions) {
      const publisher = this.#publishers.get(decision.session);
      if (publisher === undefined) continue;
      if (decision.kind === 'accept') {
        const before = decision.replaces === undefined ? undefined : this.#publishers.get(decision.replaces);
        if (before !== undefined) {
          this.#end(before.connection.id, 'replaced');
          before.connection.destroy('replaced');
        }
        this.#accept(publisher);
      } else if (decision.kind === 'refuse') {
        this.#refuse(
          publisher.connection,
          publisher.key,
          'INGEST_STREAM_BUSY',
          'Somebody else is already publishing with this stream key.',
        );
        this.#publishers.delete(decision.session);
      } else {
        this.#feed?.tell({ kind: decision.kind, session: decision.session, stream: publisher.key.stream, atMs: this.#clock.nowMs() });
      }
    }
  }

  #accept(publisher: Publisher): void {
    const { connection, key } = publisher;
    const acceptedMs = this.#clock.nowMs();
    const feed = new FeedSession({ id: connection.id, stream: key.stream, slot: key.slot, acceptedMs });
    publisher.feed = feed;
    this.#sessions.set(feed.id, feed);
    connection.accept();
    this.#log.info({ stream: key.stream, slot: key.slot, keyId: key.id, session: feed.id }, 'publisher accepted');
    this.#feed?.tell({ kind: 'accepted', session: feed.id, stream: key.stream, slot: key.slot, atMs: acceptedMs });
  }

  #refuse(connection: Connection, key: KeyFacts | null, code: string, sentence: string): void {
    this.#log.warn({ stream: key?.stream ?? null, code, sentence, address: connection.address }, 'publisher refused');
    this.#counted.refused.inc({ code });
    this.#feed?.tell({ kind: 'refused', stream: key?.stream ?? null, code, sentence, atMs: this.#clock.nowMs() });
    connection.refuse(sentence);
  }

  #tellRefused(stream: null, code: string, sentence: string): void {
    this.#counted.refused.inc({ code });
    this.#feed?.tell({ kind: 'refused', stream, code, sentence, atMs: this.#clock.nowMs() });
  }

  #end(id: SessionId, reason: SessionEnd): void {
    const publisher = this.#publishers.get(id);
    this.#publishers.delete(id);
    const feed = publisher?.feed;
    if (feed === undefined || feed.isEnded) return;
    this.#sessions.delete(id);
    feed.end();
    this.#log.info({ stream: feed.stream, session: id, reason }, 'publisher is gone');
    this.#feed?.tell({ kind: 'ended', session: id, stream: feed.stream, atMs: this.#clock.nowMs(), reason });
  }

  #cutRevoked(): void {
    const valid = new Set(this.#keys.list().map((key) => key.id));
    for (const [id, publisher] of this.#publishers) {
      if (valid.has(publisher.key.id)) continue;
      this.#refuse(publisher.connection, publisher.key, 'INGEST_KEY_REVOKED', 'This stream key was revoked. Ask for a new one.');
      this.#end(id, 'revoked');
    }
  }
}

function ingestMetrics(metrics: Metrics, publishers: () => number) {
  metrics.gauge({ name: 'ingest_publishers_count', help: 'Accepted publishers', read: publishers });
  return {
    connections: metrics.counter({ name: 'ingest_connections_total', help: 'Connections to the RTMP ports' }),
    refused: metrics.counter({ name: 'ingest_refused_total', help: 'Publishers refused, by reason', labels: ['code'] }),
    bytes: metrics.counter({ name: 'ingest_media_bytes_total', help: 'Bytes of media accepted' }),
  };
}
