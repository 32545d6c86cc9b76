import type { Socket } from 'node:net';
import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** One HTTP/1.1 connection, written and read by hand: nothing is retried, nothing is hidden. */
export class RawClient {
  readonly socket: Socket;
  #got = Buffer.alloc(0);
  #waiting: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#got = Buffer.concat([this.#got, bytes]);
      this.#waiting?.();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#waiting?.());
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RawClient(socket);
  }

  /** What has been received and not been taken yet. */
  get pendingBytes(): number {
    return this.#got.byteLength;
  }

  send(path: string, headers: Readonly<Record<string, string>> = {}): void {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.socket.write(`GET ${path} HTTP/1.1\r\nhost: test\r\n${lines.join('')}\r\n`);
  }

  /** The next answer. @throws Error when the connection ends before it is whole. */
  async answer(): Promise<RawAnswer> {
    for (;;) {
      const end = this.#got.indexOf('\r\n\r\n');
      if (end >= 0) {
        const [first = '', ...rest] = this.#got.subarray(0, end).toString('latin1').split('\r\n');
        const headers = new Map(
          rest.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
        );
        const length = Number(headers.get('content-length') ?? 0);
        if (this.#got.byteLength >= end + 4 + length) {
          const body = this.#got.subarray(end + 4, end + 4 + length);
          this.#got = this.#got.subarray(end + 4 + length);
          return { status: Number(first.split(' ')[1]), headers, body };
        }
      }
      if (this.socket.destroyed) throw new Error('the connection ended before the answer was whole');
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
    this.send(path, headers);
    return this.answer();
  }

  close(): void {
    this.socket.destroy();
  }
}
