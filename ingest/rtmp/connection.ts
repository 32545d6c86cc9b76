import type { Socket } from 'node:net';
import type { SessionEnd } from '../../core/contracts/feed.ts';
import type { SessionId } from '../../core/contracts/ids.ts';
import type { MediaPacket } from './rtmp-session.ts';
import { RtmpSession } from './rtmp-session.ts';

export interface ConnectionEvents {
  readonly wantsToPublish: (app: string, name: string) => void;
  readonly media: (packet: MediaPacket) => void;
  readonly refused: (code: string, sentence: string) => void;
  /** Comes exactly once. */
  readonly closed: (reason: SessionEnd) => void;
}

/** Handshake and login have to be done within this. */
const LOGIN_LIMIT_MS = 5_000;
/** A publisher that sends nothing for this long is cut. */
const READ_LIMIT_MS = 5_000;
/** A refused client has this long to read why. */
const GOODBYE_MS = 1_000;
/** Replies are small; a client that does not read them is cut. */
const MAX_UNSENT_BYTES = 256 * 1024;

/** One socket with its time limits, around one {@link RtmpSession}. */
export class Connection {
  readonly id: SessionId;
  readonly address: string;
  readonly #socket: Socket;
  readonly #session: RtmpSession;
  readonly #events: ConnectionEvents;
  #loginTimer: NodeJS.Timeout | undefined;
  #reason: SessionEnd = 'closed';
  #isClosed = false;

  constructor(socket: Socket, id: SessionId, events: ConnectionEvents) {
    this.id = id;
    this.address = socket.remoteAddress ?? 'unknown';
    this.#socket = socket;
    this.#events = events;
    this.#session = new RtmpSession({
      send: (bytes) => this.#send(bytes),
      wantsToPublish: (app, name) => {
        clearTimeout(this.#loginTimer);
        events.wantsToPublish(app, name);
      },
      media: events.media,
      finished: () => this.destroy('closed'),
      refused: (code, sentence) => {
        if (code === 'NetStream.Play.Failed') events.refused('INGEST_PLAY_REFUSED', sentence);
        this.#sayGoodbye();
      },
    });
    this.#loginTimer = setTimeout(() => this.destroy('timeout'), LOGIN_LIMIT_MS);
    socket.setTimeout(READ_LIMIT_MS, () => this.destroy('timeout'));
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('error', () => this.destroy('closed'));
    socket.on('end', () => this.destroy('closed'));
    socket.on('close', () => this.#closed());
  }

  /** Lets the client publish. */
  accept(): void {
    this.#session.accept();
  }

  /** Tells the client why not, and closes. */
  refuse(sentence: string): void {
    this.#session.refuse('NetStream.Publish.BadName', sentence);
  }

  destroy(reason: SessionEnd): void {
    if (this.#isClosed) return;
    this.#reason = reason;
    this.#socket.destroy();
    this.#closed();
  }

  #receive(bytes: Buffer): void {
    try {
      this.#session.push(bytes);
    } catch {
      this.#events.refused('INGEST_BAD_RTMP', 'not valid RTMP');
      this.destroy('protocol-error');
    }
  }

  #send(bytes: Buffer): void {
    if (this.#socket.destroyed) return;
    if (this.#socket.writableLength > MAX_UNSENT_BYTES) this.destroy('protocol-error');
    else this.#socket.write(bytes);
  }

  /** What was written last has to arrive: the socket is ended, not destroyed, and what still comes in is thrown away. */
  #sayGoodbye(): void {
    clearTimeout(this.#loginTimer);
    this.#socket.end();
    this.#loginTimer = setTimeout(() => this.destroy('refused-media'), GOODBYE_MS);
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#loginTimer);
    this.#events.closed(this.#reason);
  }
}
