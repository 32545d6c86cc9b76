/** For tests of the channel: nodes on one Bus and one fake database, and clients that keep what they are told. */
import type { FeedEntry } from '../../core/contracts/room/entries.ts';
import type { Ack, Batch, No, Send, ServerFrame, Welcome } from '../../core/contracts/room/frames.ts';
import { asEventId, asTicketId } from '../../core/contracts/room/ids.ts';
import type { ClientId, EventId, PollId, Position, TicketId } from '../../core/contracts/room/ids.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import type { RoomRole } from '../../core/contracts/room/roles.ts';
import type { TicketClaim } from '../../core/grants/ticket.ts';
import type { Bus } from '../../core/ports/bus.ts';
import { BusMemory } from '../../core/ports/bus-memory.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import { ManualClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import type { ChannelLimits } from './limits.ts';
import { CHANNEL_LIMITS } from './limits.ts';
import type { Farewell, Sink } from './member.ts';
import { Member } from './member.ts';
import { plainRules } from './plain-rules.ts';
import type { Room, RoomOptions } from './room.ts';
import { RoomHub } from './room-hub.ts';
import type { StoreHealth } from './room-store-fake.ts';
import { RoomStoreFake } from './room-store-fake.ts';
import type { RoomRules } from './rules.ts';
import type { SharedFrame } from './shared-frame.ts';

export const EVENT: EventId = asEventId('e0000000-0000-7000-8000-000000000000') ?? raise();
export const EPOCH = '10000000-0000-4000-8000-000000000000';

function raise(): never {
  throw new Error('not an id');
}

const number = (prefix: string, n: number) => `${prefix}0000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const ticketId = (n: number): TicketId => asTicketId(number('b', n)) ?? raise();
export const clientId = (n: number): ClientId => number('c', n) as ClientId;
export const pollId = (n: number): PollId => number('d', n) as PollId;

export function claimOf(n: number, more: Partial<TicketClaim> = {}): TicketClaim {
  const role: RoomRole = 'attendee';
  return {
    event: EVENT,
    ticket: ticketId(n),
    name: `Person ${n}`,
    role,
    session: number('f', n),
    maxSessions: 0,
    expiresAtMs: 4e12,
    ...more,
  };
}

/** A client that reads at once, or not at all, and remembers. */
export class TestClient implements Sink {
  readonly isPull = false;
  readonly frames: ServerFrame[] = [];
  farewell: Farewell | undefined;
  /** Whether it reads. */
  reads = true;
  /** The bytes of the last frame that others got too. */
  lastShared: Buffer | undefined;
  member: Member | undefined;
  wakes = 0;

  isReady(): boolean {
    return this.reads;
  }

  share(frame: SharedFrame): void {
    this.lastShared = frame.wire;
    this.frames.push(JSON.parse(frame.payload.toString()) as ServerFrame);
  }

  tell(head: string, rest?: Buffer): void {
    this.frames.push(JSON.parse(head + (rest?.toString() ?? '')) as ServerFrame);
  }

  wake(): void {
    this.wakes++;
  }

  end(farewell: Farewell): void {
    this.farewell = farewell;
  }

  get welcomes(): readonly Welcome[] {
    return this.frames.filter((frame) => frame.t === 'welcome');
  }

  get batches(): readonly Batch[] {
    return this.frames.filter((frame) => frame.t === 'batch');
  }

  /** Entries since the last welcome, with its own. */
  get entries(): readonly FeedEntry[] {
    const start = this.frames.findLastIndex((frame) => frame.t === 'welcome');
    return this.frames.slice(start).flatMap((frame) => (frame.t === 'welcome' || frame.t === 'batch' ? frame.entries : []));
  }

  get texts(): readonly string[] {
    return this.entries.flatMap(({ body }) => (body.kind === 'message' ? [body.text] : []));
  }

  /** Where it is now: what it would say in `hello`. */
  get at(): Position {
    const epoch = this.welcomes.at(-1)?.at.epoch ?? raise();
    const last = this.frames.findLast((frame) => frame.t === 'welcome' || frame.t === 'batch');
    return { epoch, offset: last?.t === 'batch' ? last.to : last?.t === 'welcome' ? last.at.offset : 0 };
  }
}

export interface TestNode {
  readonly hub: RoomHub;
  readonly room: Room;
  health: StoreHealth;
}

export interface TestRooms<C extends Clock = ManualClock> {
  readonly clock: C;
  readonly store: RoomStoreFake;
  readonly bus: BusMemory;
  readonly limits: ChannelLimits;
  /** Opens the room on another node. */
  node(options?: { readonly bus?: Bus; readonly rules?: RoomRules; readonly more?: Partial<RoomOptions> }): Promise<TestNode>;
  /** Lets the clock go on, and everything that waits for it. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Lets everything that waits for promises go on. */
export async function calm(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await new Promise(setImmediate);
}

export function testRooms(
  options: { readonly limits?: Partial<ChannelLimits>; readonly seed?: number; readonly rules?: RoomRules } = {},
): TestRooms {
  const clock = new ManualClock();
  const store = new RoomStoreFake();
  const bus = new BusMemory({ log: silentLog });
  const limits = { ...CHANNEL_LIMITS, ...options.limits };
  const random = seededRandom(options.seed ?? 1);
  const nodes: TestNode[] = [];
  store.addEvent(EVENT, EPOCH, { readablePerSecond: 0 });
  const advance = async (ms: number) => {
    for (let left = ms; left > 0; left -= 25) {
      clock.advance(Math.min(25, left));
      await calm();
    }
  };
  return {
    ...{ clock, store, bus, limits, advance },
    node: async ({ bus: own = bus, rules = options.rules ?? plainRules, more = {} } = {}) => {
      const healthOf: { health: StoreHealth } = { health: 'well' };
      const hub = new RoomHub({
        ...{
          node: `node-${nodes.length + 1}`,
          store: store.connection(() => healthOf.health),
          bus: own,
          rules,
          limits,
          clock,
          random,
          log: silentLog,
        },
        newId: () =>
          uuid7(
            clock.nowMs(),
            Uint8Array.from({ length: 10 }, () => Math.floor(random() * 256)),
          ) as ClientId,
        ...more,
      });
      const room = (await hub.room(EVENT)) ?? raise();
      const node: TestNode = Object.assign(healthOf, { hub, room });
      nodes.push(node);
      return node;
    },
    close: async () => {
      const closing = nodes.map(({ hub }) => hub.close({ refusal: { ok: false, code: 'ROOM_DRAINING' }, comeBackMs: 0 }));
      for (let turn = 0; turn < 5; turn++) await advance(2_000);
      await Promise.all(closing);
      await bus.close();
    },
  };
}

/** Somebody comes in. @throws Error when he is refused. */
export function join(
  node: TestNode,
  claim: TicketClaim,
  options: { readonly since?: Position; readonly voted?: readonly PollId[]; readonly client?: TestClient } = {},
): TestClient {
  const client = options.client ?? new TestClient();
  const member = node.room.enter({ claim, sink: client, language: 'en', since: options.since, voted: options.voted ?? [] });
  if (!(member instanceof Member)) throw new Error(member.code);
  client.member = member;
  return client;
}

/** Somebody says something; resolves with the answer. */
export function say(node: TestNode, client: TestClient, n: number, text = `text ${n}`): Promise<Ack | No> {
  const send: Send = { t: 'say', id: clientId(n), text };
  return node.room.answer(client.member ?? raise(), send);
}
