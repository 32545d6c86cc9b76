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
      const head = this.#head();
      const length = Number(head?.headers.get('content-length') ?? 0);
      if (head !== undefined && this.#got.byteLength >= head.bytes + length) return { ...head, body: this.#take(head.bytes, length) };
      if (this.socket.destroyed) throw new Error('the connection ended before the answer was whole');
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }

  /** The next answer, which has no body whatever its headers say. */
  takeHead(): Omit<RawAnswer, 'body'> {
    const head = this.#head();
    if (head === undefined) throw new Error('there is no answer yet');
    this.#take(head.bytes, 0);
    return head;
  }

  #head(): (Omit<RawAnswer, 'body'> & { readonly bytes: number }) | undefined {
    const end = this.#got.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const [first = '', ...rest] = this.#got.subarray(0, end).toString('latin1').split('\r\n');
    const headers = new Map(rest.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
    return { status: Number(first.split(' ')[1]), headers, bytes: end + 4 };
  }

  #take(headBytes: number, bodyBytes: number): Buffer {
    const body = this.#got.subarray(headBytes, headBytes + bodyBytes);
    this.#got = this.#got.subarray(headBytes + bodyBytes);
    return body;
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
    this.send(path, headers);
    return this.answer();
  }

  close(): void {
    this.socket.destroy();
  }
}
