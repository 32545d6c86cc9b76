/** For tests of the edges: a server with a room on it, and a client that is no better than the wire. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';
import type { ServerFrame } from '../../core/contracts/room/frames.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import type { ClientId } from '../../core/contracts/room/ids.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { signTicket, verifyTicket } from '../../core/grants/ticket.ts';
import type { TicketClaim, TicketVerdict } from '../../core/grants/ticket.ts';
import type { Bus } from '../../core/ports/bus.ts';
import { BusMemory } from '../../core/ports/bus-memory.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { ChannelLimits } from '../channel/limits.ts';
import { CHANNEL_LIMITS } from '../channel/limits.ts';
import { plainRules } from '../channel/plain-rules.ts';
import { RoomHub } from '../channel/room-hub.ts';
import { RoomStoreFake } from '../channel/room-store-fake.ts';
import type { StoreHealth } from '../channel/room-store-fake.ts';
import type { RoomRules } from '../channel/rules.ts';
import { EPOCH, EVENT } from '../channel/test-room.ts';
import { Door } from './door.ts';
import { SOCKET_LIMITS } from './limits.ts';
import type { SocketLimits } from './limits.ts';
import { LongPoll } from './long-poll.ts';
import { RoomSockets } from './room-sockets.ts';

const KEYS = deriveKeys(['a secret of the tests, 32 characters and more'], 'ticket');

/** What a ticket of {@link ticketOf} says. */
export const claimIn = (ticket: string): TicketVerdict => verifyTicket(ticket, KEYS, Date.now());

export function ticketOf(claim: TicketClaim): string {
  return signTicket(claim, KEYS);
}

export interface TestEdge {
  readonly http: Server;
  readonly port: number;
  readonly hub: RoomHub;
  readonly sockets: RoomSockets;
  readonly longPoll: LongPoll;
  readonly door: Door;
  readonly store: RoomStoreFake;
  health: StoreHealth;
  close(): Promise<void>;
}

export interface TestEdgeOptions {
  readonly limits?: Partial<SocketLimits>;
  readonly channel?: Partial<ChannelLimits>;
  readonly store?: RoomStoreFake;
  readonly bus?: Bus;
  readonly rules?: RoomRules;
  readonly node?: string;
  readonly holdMs?: number;
  readonly ownOrigins?: readonly string[];
  /** At the port of one that has been closed. */
  readonly port?: number;
  /** What else the server answers. */
  readonly more?: (app: FastifyInstance) => void;
}

export async function testEdge(options: TestEdgeOptions = {}): Promise<TestEdge> {
  const store = options.store ?? new RoomStoreFake();
  if (options.store === undefined) store.addEvent(EVENT, EPOCH, { readablePerSecond: 0 });
  const healthOf: { health: StoreHealth } = { health: 'well' };
  const common = { clock: systemClock, random: Math.random, log: silentLog };
  const hub = new RoomHub({
    ...{
      ...common,
      node: options.node ?? 'node-1',
      bus: options.bus ?? new BusMemory({ log: silentLog }),
      rules: options.rules ?? plainRules,
    },
    store: store.connection(() => healthOf.health),
    limits: { ...CHANNEL_LIMITS, ...options.channel },
    newId: () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as ClientId,
  });
  const door = new Door({ hub, verifyTicket: claimIn, random: Math.random });
  const sockets = new RoomSockets({
    ...{ ...common, door, limits: { ...SOCKET_LIMITS, ...options.limits }, ownOrigins: options.ownOrigins ?? [] },
    addressOf: (request) => request.socket.remoteAddress ?? '',
  });
  const longPoll = new LongPoll({
    ...{ ...common, door, limits: { ...SOCKET_LIMITS, ...options.limits }, ownOrigins: options.ownOrigins ?? [] },
    ...(options.holdMs === undefined ? {} : { holdMs: options.holdMs }),
  });
  const app = fastify();
  await app.register(longPoll.plugin);
  options.more?.(app);
  const http = app.server;
  sockets.mount(http);
  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  return Object.assign(healthOf, {
    ...{ http, port: (http.address() as AddressInfo).port, hub, sockets, longPoll, door, store },
    close: async () => {
      await sockets.close();
      await hub.close({ refusal: { ok: false, code: 'ROOM_DRAINING' }, comeBackMs: 0 });
      http.closeAllConnections();
      await app.close();
    },
  });
}

/** A WebSocket that remembers what came and how it ended. */
export class WireClient {
  readonly ws: WebSocket;
  readonly frames: ServerFrame[] = [];
  /** Of messages, as they came. */
  readonly texts: string[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;
  /** Status of the HTTP answer when there was no upgrade. */
  refused: number | undefined;

  constructor(port: number, options: ClientOptions = {}, path = '/room') {
    this.ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, options);
    this.ws.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as ServerFrame;
      this.frames.push(frame);
      for (const { body } of frame.t === 'welcome' || frame.t === 'batch' ? frame.entries : [])
        if (body.kind === 'message') this.texts.push(body.text);
    });
    this.ws.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    this.ws.on('error', () => undefined);
    this.ws.on('unexpected-response', (request, response) => {
      this.refused = response.statusCode;
      request.destroy();
    });
  }

  async open(): Promise<this> {
    await waitUntil(() => this.refused !== undefined || this.ws.readyState !== WebSocket.CONNECTING, { within: 5_000, every: 2 });
    return this;
  }

  send(frame: unknown): void {
    this.ws.send(typeof frame === 'string' || frame instanceof Uint8Array ? frame : JSON.stringify(frame));
  }

  /** Opens, says hello, waits for the welcome. */
  async enter(claim: TicketClaim, more: object = {}): Promise<this> {
    await this.open();
    this.send({ t: 'hello', ticket: ticketOf(claim), ...more });
    await this.get('welcome');
    return this;
  }

  /** The first frame of a kind, waiting for it. */
  get<T extends ServerFrame['t']>(kind: T): Promise<ServerFrame & { readonly t: T }> {
    const find = () => this.frames.find((frame): frame is ServerFrame & { readonly t: T } => frame.t === kind);
    return waitUntil(find, { within: 8_000, every: 5, what: `${kind} (closed: ${JSON.stringify(this.closed)})` });
  }

  async ended(): Promise<{ readonly code: number; readonly reason: string }> {
    return waitUntil(() => this.closed, { within: 10_000, every: 5, what: 'closed' });
  }
}
