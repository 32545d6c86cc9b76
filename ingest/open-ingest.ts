import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { SessionId } from '../core/contracts/ids.ts';
import type { Clock } from '../core/runtime/clock.ts';
import { systemClock } from '../core/runtime/clock.ts';
import { Lifecycle } from '../core/runtime/lifecycle.ts';
import type { Log } from '../core/runtime/log.ts';
import { Metrics } from '../core/runtime/metrics.ts';
import { FeedServer } from './feed/feed-server.ts';
import type { FeedSession } from './feed/feed-session.ts';
import { networkOf } from './publish/client-address.ts';
import type { IngestMetrics } from './publish/ingest-metrics.ts';
import { ingestMetrics } from './publish/ingest-metrics.ts';
import { KeyBook } from './publish/keys.ts';
import { PublisherDesk } from './publish/publisher-desk.ts';
import type { CertificateFiles } from './rtmp/certificate.ts';
import { Certificate } from './rtmp/certificate.ts';
import { Connection } from './rtmp/connection.ts';
import { Door } from './rtmp/door.ts';
import { listenRtmp } from './rtmp/listen.ts';

export interface IngestOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly rtmpPort: number;
  readonly rtmps: ({ readonly port: number } & CertificateFiles) | null;
  readonly dataDir: string;
  /** The installation's; absent: the one in `dataDir`. */
  readonly secret?: string;
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
const CLOSE_WITHIN_MS = 2_000;
const DOOR_LIMITS = { total: 500, fromNetwork: 50 };

/** Opens the RTMP ports and the feed. @throws IngestPortTaken, CannotListen, CertificateUnusable, KeysUnreadable, KeysUnwritable */
export async function openIngest(options: IngestOptions, log: Log, clock: Clock = systemClock): Promise<Ingest> {
  const { host, rtmpPort, rtmps, dataDir, feedPort, feedToken } = options;
  const life = new Lifecycle(log);
  const metrics = new Metrics({ process: 'ingest_' });
  const sessions = new Map<SessionId, FeedSession>();
  const keys = await life.open('stream keys', () => KeyBook.open(dataDir, options.secret));
  const feed = await life.open('feed', () => FeedServer.open({ port: feedPort, token: feedToken, sessions, metrics, clock }));
  const counted = ingestMetrics(metrics, () => sessions.size);
  const door = new Door(DOOR_LIMITS);
  const tell = feed.tell.bind(feed);
  const desk = new PublisherDesk({ keys, sessions, tell, showedKey: (id) => door.showedKey(id), counted, log, clock });
  keys.onChange(() => desk.keysChanged());
  const reception = await life.open('connections', () => new Reception(door, desk, counted));
  const certificate = rtmps === null ? undefined : await life.open('certificate', () => Certificate.open(rtmps, log));
  const onSocket = (socket: Socket) => reception.welcome(socket);
  const plain = await life.open('RTMP', () =>
    listenRtmp({ setting: 'RTMP_PORT', host, port: rtmpPort, certificate: undefined, onSocket, log }),
  );
  const secure =
    rtmps === null
      ? null
      : await life.open('RTMPS', () => listenRtmp({ setting: 'RTMPS_PORT', host, port: rtmps.port, certificate, onSocket, log }));
  return {
    rtmpPort: plain.port,
    rtmpsPort: secure?.port ?? null,
    feedUrl: feed.url,
    close: async () => {
      // the ports close when their connections have
      reception.close();
      await life.closeAll(CLOSE_WITHIN_MS);
    },
  };
}

/** Every connection there is. */
class Reception {
  readonly #door: Door;
  readonly #desk: PublisherDesk;
  readonly #counted: IngestMetrics;
  readonly #connections = new Map<SessionId, Connection>();
  readonly #poller: NodeJS.Timeout;
  #isClosed = false;

  constructor(door: Door, desk: PublisherDesk, counted: IngestMetrics) {
    this.#door = door;
    this.#desk = desk;
    this.#counted = counted;
    this.#poller = setInterval(() => desk.poll(), POLL_MS);
  }

  welcome(socket: Socket): void {
    const id = randomBytes(12).toString('base64url') as SessionId;
    const out = this.#isClosed ? id : this.#door.enter(id, networkOf(socket.remoteAddress ?? 'unknown'));
    if (out !== undefined) this.#counted.evicted.inc();
    if (out === id) {
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    if (out !== undefined) this.#connections.get(out)?.destroy('closed');
    this.#counted.connections.inc();
    const desk = this.#desk;
    const connection = new Connection(socket, id, {
      wantsToPublish: (app, name) => desk.wantsToPublish(connection, app, name),
      wantsToPlay: () => desk.wantsToPlay(connection),
      media: (packet) => desk.media(id, packet),
      broke: (reason) => desk.broke(connection, reason),
      closed: (reason) => {
        this.#connections.delete(id);
        this.#door.leave(id);
        desk.closed(id, reason);
      },
    });
    this.#connections.set(id, connection);
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#poller);
    for (const connection of this.#connections.values()) connection.destroy('shutdown');
  }
}
