import type { IncomingMessage, Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import { MAX_FRAME_BYTES } from '../../core/contracts/room/frames.ts';
import type { Refusal } from '../refusals.ts';
import { refuse, REFUSALS } from '../refusals.ts';
import { sentenceOf } from '../sentences/sentences.ts';
import { AddressCounts, addressKey } from './addresses.ts';
import type { Door } from './door.ts';
import type { SocketLimits } from './limits.ts';
import { judgeOrigin } from './origin-check.ts';
import { SocketConnection } from './socket-connection.ts';

/** Where the room's socket is. */
export const ROOM_PATH = '/room';
/** Frames a little too large are told so (4413); what is larger still is cut by the WebSocket itself (1009). */
const MAX_PAYLOAD_BYTES = 4 * MAX_FRAME_BYTES;
/** A client has no reason to send a frame in pieces; more of them than this are cut (1008), and so is a frame that comes byte by byte. */
const MAX_FRAGMENTS = 64;
const MAX_BUFFERED_CHUNKS = 1_024;
/** Connections let go at once while draining. */
const DRAIN_STEPS = 20;

export interface RoomSocketsOptions {
  readonly door: Door;
  readonly limits: SocketLimits;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** Origins of our own pages, besides the host itself: `https://stage.example`. */
  readonly ownOrigins: readonly string[];
  /** Whose connection it is: behind a proxy, what the proxy says. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/** The WebSockets of the room, mounted on an HTTP server that does other things too. */
export class RoomSockets {
  readonly #options: RoomSocketsOptions;
  readonly #server: WebSocketServer;
  readonly #connections = new Set<SocketConnection>();
  readonly #addresses: AddressCounts;
  readonly #mounted: { readonly http: Server; readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void }[] = [];
  #cancelSweep: () => void = () => undefined;
  #isDraining = false;

  constructor(options: RoomSocketsOptions) {
    this.#options = options;
    this.#addresses = new AddressCounts(options.limits.perAddress);
    // `closeTimeout` is not in the types of ws 8.18 yet.
    const settings = {
      ...{ noServer: true, clientTracking: false, perMessageDeflate: false },
      maxPayload: MAX_PAYLOAD_BYTES,
      maxFragments: MAX_FRAGMENTS,
      maxBufferedChunks: MAX_BUFFERED_CHUNKS,
      closeTimeout: options.limits.closeMs,
    };
    this.#server = new WebSocketServer(settings);
    this.#server.on('wsClientError', (_error, socket) => refuseUpgrade(socket, 400, refuse('ROOM_BAD_REQUEST', { where: 'upgrade' })));
    this.#scheduleSweep();
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Takes the upgrades to {@link ROOM_PATH}; those to other paths are others'. */
  mount(http: Server): void {
    const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => this.#onUpgrade(http, request, socket, head);
    http.on('upgrade', onUpgrade);
    this.#mounted.push({ http, onUpgrade });
  }

  /** Takes nobody in any more, and sends those who are here away in small groups until `withinMs` is over, each with his own time to come back. */
  async drain(withinMs: number): Promise<void> {
    this.#isDraining = true;
    const { clock, random, limits } = this.#options;
    const here = [...this.#connections].filter((connection) => !connection.isEnded);
    const groupSize = Math.max(1, Math.ceil(here.length / DRAIN_STEPS));
    for (let from = 0; from < here.length; from += groupSize) {
      for (const connection of here.slice(from, from + groupSize)) {
        connection.end({ refusal: refuse('ROOM_DRAINING'), comeBackMs: Math.round(random() * limits.comeBackMs) });
      }
      await new Promise<void>((resolve) => {
        clock.after(withinMs / DRAIN_STEPS, resolve);
      });
    }
  }

  /** Ends what is left. */
  async close(): Promise<void> {
    await this.drain(0);
    this.#cancelSweep();
    await waitFor(() => this.#connections.size === 0, this.#options.limits.closeMs, this.#options.clock);
    for (const connection of this.#connections) connection.destroy();
    for (const { http, onUpgrade } of this.#mounted) http.off('upgrade', onUpgrade);
    this.#server.close();
  }

  #onUpgrade(http: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = (request.url ?? '').split('?')[0];
    if (path !== ROOM_PATH) {
      if (http.listenerCount('upgrade') === 1) refuseUpgrade(socket, 404, refuse('ROOM_NO_SUCH_EVENT'));
      return;
    }
    const { limits, ownOrigins, addressOf, door, clock } = this.#options;
    const origin = request.headers.origin;
    const verdict = judgeOrigin(origin, request.headers.host, ownOrigins);
    const address = addressKey(addressOf(request));
    if (verdict === 'bad') refuseUpgrade(socket, 403, refuse('ROOM_NOT_ALLOWED'));
    else if (this.#isDraining) refuseUpgrade(socket, 503, refuse('ROOM_DRAINING'));
    else if (this.#connections.size >= limits.connections || !this.#addresses.enter(address))
      refuseUpgrade(socket, 503, refuse('ROOM_OVERLOADED'));
    else {
      socket.once('close', () => this.#addresses.leave(address));
      this.#server.handleUpgrade(request, socket, head, (ws) => {
        const foreignOrigin = verdict === 'other' ? origin : undefined;
        const connection: SocketConnection = new SocketConnection({
          ...{ ws, socket, door, limits, foreignOrigin, clock },
          onClose: () => this.#connections.delete(connection),
        });
        this.#connections.add(connection);
      });
    }
  }

  #scheduleSweep(): void {
    const { clock, limits } = this.#options;
    this.#cancelSweep = clock.after(limits.sweepMs, () => {
      const nowMs = clock.monotonicMs();
      for (const connection of this.#connections) connection.sweep(nowMs);
      this.#scheduleSweep();
    });
  }
}

async function waitFor(condition: () => boolean, withinMs: number, clock: Clock): Promise<void> {
  const deadlineMs = clock.monotonicMs() + withinMs;
  while (!condition() && clock.monotonicMs() < deadlineMs) {
    await new Promise<void>((resolve) => {
      clock.after(10, resolve);
    });
  }
}

/** An HTTP answer instead of the upgrade, and the end. */
function refuseUpgrade(socket: Duplex, status: number, refusal: Refusal): void {
  const { code, facts } = refusal;
  const body = JSON.stringify({ code, message: sentenceOf(code, 'en', facts), retryable: REFUSALS[code].retryable });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    ...(status === 503 ? ['Retry-After: 2'] : []),
    'Connection: close',
  ];
  socket.on('error', () => undefined);
  // who does not hang up himself keeps nothing open here
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
