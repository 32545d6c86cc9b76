import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { randomFillSync } from 'node:crypto';
import { takeServerFrames } from './server-frames.ts';

/** A fixed key: what is measured is the server, and this client trusts it. */
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const HEADERS_END = '\r\n\r\n';

export interface WireSocketEvents {
  readonly onOpen: (socket: WireSocket) => void;
  /** A whole text, a view of what came: read it now. */
  readonly onText: (socket: WireSocket, payload: Buffer) => void;
  /** 1006 when nothing was said. */
  readonly onClose: (socket: WireSocket, code: number) => void;
}

/** The least WebSocket client there can be: ten thousand of them must cost the load generator less than the server. */
export class WireSocket {
  readonly index: number;
  readonly #socket: Socket;
  readonly #events: WireSocketEvents;
  #pending: Buffer | undefined;
  #isOpen = false;
  #closeCode = 1006;

  constructor(index: number, target: { readonly port: number; readonly localAddress: string }, events: WireSocketEvents) {
    this.index = index;
    this.#events = events;
    this.#socket = connect({ host: '127.0.0.1', port: target.port, localAddress: target.localAddress, noDelay: true });
    this.#socket.on('connect', () => {
      this.#socket.write(
        `GET /room HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${KEY}${HEADERS_END}`,
      );
    });
    this.#socket.on('data', (chunk) => this.#onData(chunk));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => events.onClose(this, this.#closeCode));
  }

  send(text: string): void {
    const payload = Buffer.from(text);
    const header = Buffer.alloc(payload.length < 126 ? 6 : 8);
    header[0] = 0x81;
    if (payload.length < 126) header[1] = 0x80 | payload.length;
    else {
      header[1] = 0x80 | 126;
      header.writeUInt16BE(payload.length, 2);
    }
    const mask = header.subarray(-4);
    randomFillSync(mask);
    for (let at = 0; at < payload.length; at++) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
    this.#socket.write(Buffer.concat([header, payload]));
  }

  /** Stops reading. */
  pause(): void {
    this.#socket.pause();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #onData(chunk: Buffer): void {
    let data = this.#pending === undefined ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#pending = undefined;
    if (!this.#isOpen) {
      const end = data.indexOf(HEADERS_END);
      if (end < 0) {
        this.#pending = data;
        return;
      }
      if (!data.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
        this.#socket.destroy();
        return;
      }
      this.#isOpen = true;
      data = data.subarray(end + HEADERS_END.length);
      this.#events.onOpen(this);
    }
    this.#takeFrames(data);
  }

  #takeFrames(data: Buffer): void {
    const at = takeServerFrames(data, this.#take);
    if (at < data.length) this.#pending = at === 0 ? data : Buffer.from(data.subarray(at));
  }

  readonly #take = (opcode: number, payload: Buffer): void => {
    if (opcode === 1) this.#events.onText(this, payload);
    else if (opcode === 9) this.#socket.write(PONG);
    else if (opcode === 8) {
      this.#closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.#socket.end();
    }
  };
}
