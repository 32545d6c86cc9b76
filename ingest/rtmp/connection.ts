import type { Socket } from 'node:net';
import type { SessionEnd } from '../../core/contracts/feed.ts';
import type { SessionId } from '../../core/contracts/ids.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import type { MediaPacket, RefusalStatus } from './rtmp-session.ts';
import { RtmpSession } from './rtmp-session.ts';

export interface ConnectionEvents {
  readonly wantsToPublish: (app: string, name: string) => void;
  readonly wantsToPlay: () => void;
  readonly media: (packet: MediaPacket) => void;
  /** It sent something that is no RTMP, or no TLS, and is being closed. */
  readonly broke: (reason: string) => void;
  /** Comes exactly once. */
  readonly closed: (reason: SessionEnd) => void;
}

/** Handshake (with TLS, where there is TLS) and login have to be done within this. */
const LOGIN_LIMIT_MS = 5_000;
/** A publisher that sends nothing for this long is cut. */
const READ_LIMIT_MS = 5_000;
/** A refused client has this long to read why. Encoders look only when they send, and a large picture takes seconds to be made. */
const GOODBYE_MS = 8_000;
/** Replies are small; a client that does not read them is cut. */
const MAX_UNSENT_BYTES = 256 * 1024;

/** One socket with its time limits, around one {@link RtmpSession}. */
export class Connection {
  readonly id: SessionId;
  readonly address: string;
  readonly #socket: Socket;
  readonly #session: RtmpSession;
  readonly #events: ConnectionEvents;
  #timer: NodeJS.Timeout;
  #isClosed = false;

  constructor(socket: Socket, id: SessionId, events: ConnectionEvents) {
    this.id = id;
    this.address = socket.remoteAddress ?? 'unknown';
    this.#socket = socket;
    this.#events = events;
    this.#session = new RtmpSession({
      send: (bytes) => this.#send(bytes),
      wantsToPublish: (app, name) => {
        clearTimeout(this.#timer);
        events.wantsToPublish(app, name);
      },
      wantsToPlay: events.wantsToPlay,
      media: events.media,
      finished: () => this.destroy('closed'),
    });
    this.#timer = setTimeout(() => this.destroy('timeout'), LOGIN_LIMIT_MS);
    socket.setTimeout(READ_LIMIT_MS, () => this.destroy('timeout'));
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('error', (error) => this.#failed(error));
    socket.on('end', () => this.destroy('closed'));
    socket.on('close', () => this.destroy('closed'));
  }

  /** Lets the client publish. */
  accept(): void {
    this.#session.accept();
  }

  /** Tells the client why not, and closes: ended, not destroyed, so that the answer arrives; what still comes in is thrown away. */
  refuse(status: RefusalStatus, sentence: string): void {
    if (this.#isClosed) return;
    this.#session.refuse(status, sentence);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.destroy('refused-media'), GOODBYE_MS);
    this.#socket.end();
  }

  destroy(reason: SessionEnd): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket.destroy();
    this.#events.closed(reason);
  }

  #receive(bytes: Buffer): void {
    if (this.#isClosed) return;
    try {
      this.#session.push(bytes);
    } catch (error) {
      this.#events.broke(errorMessage(error));
      this.destroy('protocol-error');
    }
  }

  #failed(error: Error): void {
    const isTls = 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_SSL');
    if (isTls && !this.#isClosed) this.#events.broke('no TLS handshake');
    this.destroy('closed');
  }

  #send(bytes: Buffer): void {
    if (this.#isClosed || !this.#socket.writable) return;
    if (this.#socket.writableLength > MAX_UNSENT_BYTES) this.destroy('protocol-error');
    else this.#socket.write(bytes);
  }
}
