import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { ChunkReader, MESSAGE } from '../rtmp/chunk-reader.ts';
import type { AmfObject, AmfValue } from './amf.ts';
import { decodeAmf, encodeAmf } from './amf.ts';
import type { WrittenMessage } from './chunk-writer.ts';
import { writeMessage } from './chunk-writer.ts';

const HANDSHAKE_BYTES = 1536;
/** S0, S1 and S2. */
const ANSWER_BYTES = 1 + 2 * HANDSHAKE_BYTES;
const PATIENCE_MS = 10_000;

export interface ClientOptions {
  readonly port: number;
  readonly tls?: boolean;
  /** Another address of the loopback network, to be somebody else. */
  readonly from?: string;
}

/** What the server said in an `onStatus`. */
export interface Status {
  readonly level: string;
  readonly code: string;
  readonly description: string;
  readonly streamId: number;
}

export function command(name: string, transaction: number, ...args: readonly AmfValue[]): WrittenMessage {
  return { type: MESSAGE.commandAmf0, payload: encodeAmf(name, transaction, ...args) };
}

/** C0, C1 and C2 at once: the server needs no more, and its answer need not be waited for. */
export function clientHandshake(): Buffer {
  return Buffer.concat([Buffer.of(3), Buffer.alloc(8), randomBytes(2 * HANDSHAKE_BYTES - 8)]);
}

/** What an encoder sends to log in, as OBS does it. */
export function loginMessages(app: string, key: string): readonly WrittenMessage[] {
  const facts: AmfObject = { app, type: 'nonprivate', flashVer: 'FMLE/3.0 (compatible; FMSc/1.0)', tcUrl: `rtmp://127.0.0.1/${app}` };
  return [
    command('connect', 1, facts),
    command('releaseStream', 2, null, key),
    command('FCPublish', 3, null, key),
    command('createStream', 4, null),
    { ...command('publish', 5, null, key, 'live'), streamId: 1, chunkStream: 4 },
  ];
}

/** An RTMP client that does what it is told, right or wrong. */
export class RtmpClient {
  readonly #socket: Socket;
  readonly #reader = new ChunkReader({ messageBytes: 1 << 20, unfinishedBytes: 1 << 20 });
  #answer: Buffer = Buffer.alloc(0);
  /** Every command of the server, in order. */
  readonly commands: (readonly AmfValue[])[] = [];
  readonly statuses: Status[] = [];
  /** Set when the connection is over, with how. */
  end: 'fin' | 'reset' | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('error', () => {
      this.end ??= 'reset';
    });
    socket.on('end', () => {
      this.end ??= 'fin';
    });
    socket.on('close', () => {
      this.end ??= 'fin';
    });
  }

  static async open({ port, tls = false, from }: ClientOptions): Promise<RtmpClient> {
    const where = { port, host: '127.0.0.1', ...(from === undefined ? {} : { localAddress: from }) };
    const socket = tls ? connectTls({ ...where, rejectUnauthorized: false }) : connect({ ...where, noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once(tls ? 'secureConnect' : 'connect', () => resolve());
    });
    return new RtmpClient(socket);
  }

  /** Bytes as they are. */
  write(bytes: Buffer): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  /** One message in chunks of the size that every connection begins with. */
  send(message: WrittenMessage): void {
    this.write(writeMessage(message));
  }

  /** Handshake and login as far as the publish, without waiting for an answer. */
  login(app: string, key: string): void {
    this.write(clientHandshake());
    for (const message of loginMessages(app, key)) this.send(message);
  }

  /** Logs in and waits for the first status. */
  async publish(app: string, key: string): Promise<Status> {
    this.login(app, key);
    return this.status();
  }

  /** The first status; waits for it. */
  status(): Promise<Status> {
    return waitUntil(() => this.statuses[0], { within: PATIENCE_MS, what: 'a status' });
  }

  video(timestampMs: number, payload: Uint8Array): void {
    this.send({ type: MESSAGE.video, payload, timestampMs, streamId: 1, chunkStream: 6 });
  }

  audio(timestampMs: number, payload: Uint8Array): void {
    this.send({ type: MESSAGE.audio, payload, timestampMs, streamId: 1, chunkStream: 5 });
  }

  /** Waits until the connection is over. */
  async untilEnd(within = PATIENCE_MS): Promise<'fin' | 'reset'> {
    return waitUntil(() => this.end, { within, what: 'the end of the connection' });
  }

  /** Everything that was written has been handed to the kernel. */
  async untilSent(): Promise<void> {
    await waitUntil(() => this.#socket.writableLength === 0 || this.end !== undefined, { within: PATIENCE_MS, what: 'bytes sent' });
  }

  close(how: 'fin' | 'reset' = 'fin'): void {
    if (how === 'reset') this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    const missing = ANSWER_BYTES - this.#answer.byteLength;
    this.#answer = Buffer.concat([this.#answer, bytes.subarray(0, Math.max(0, missing))]);
    if (bytes.byteLength <= missing) return;
    for (const message of this.#reader.push(bytes.subarray(Math.max(0, missing)))) {
      if (message.type !== MESSAGE.commandAmf0) continue;
      const values = decodeAmf(message.payload);
      this.commands.push(values);
      const info = values[3];
      if (values[0] !== 'onStatus' || typeof info !== 'object' || info === null) continue;
      const text = (key: string): string => (typeof info[key] === 'string' ? info[key] : '');
      this.statuses.push({ level: text('level'), code: text('code'), description: text('description'), streamId: message.streamId });
    }
  }
}
