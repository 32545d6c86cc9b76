import type { FastifyInstance } from 'fastify';
import type { Feedback } from '../core/contracts/room/feedback.ts';
import type { HeldSlatesAnswer, StreamDirectoryAnswer, StreamKeysAnswer } from '../core/contracts/room/internal.ts';
import type { ClientId } from '../core/contracts/room/ids.ts';
import type { SigningKeys } from '../core/grants/secrets.ts';
import { deriveKeys } from '../core/grants/secrets.ts';
import { verifyTicket } from '../core/grants/ticket.ts';
import type { Bus } from '../core/ports/bus.ts';
import type { Clock } from '../core/runtime/clock.ts';
import type { Log } from '../core/runtime/log.ts';
import { AttendanceWriter } from './attendance/attendance-writer.ts';
import { CHANNEL_LIMITS } from './channel/limits.ts';
import { RoomHub } from './channel/room-hub.ts';
import { noteArrivals, noteDepartures } from './db/attendance.ts';
import type { Database } from './db/database.ts';
import { findEvent } from './db/find-event.ts';
import { newId } from './db/new-id.ts';
import { findPicture } from './db/pictures.ts';
import type { ForgetRecordings } from './db/retention.ts';
import { openSweeper } from './db/sweeper.ts';
import { roomRules } from './decide.ts';
import type { Surroundings } from './http/api.ts';
import { organiserRoutes } from './http/organiser-routes.ts';
import { pictureShelf } from './http/picture-shelf.ts';
import { visitorRoutes } from './http/visitor-routes.ts';
import { slates, streamDirectory, streamKeys } from './internal-answers.ts';
import { takeFeedback } from './feedback/take-feedback.ts';
import { Joining } from './joining/joining.ts';
import { hasAccounts } from './db/set-up.ts';
import { firstOwnerLink } from './people/first-owner.ts';
import { isPassword } from './people/password.ts';
import { Door } from './socket/door.ts';
import { SOCKET_LIMITS } from './socket/limits.ts';
import { LongPoll } from './socket/long-poll.ts';
import { RoomSockets } from './socket/room-sockets.ts';
import { sqlRoomStore } from './store/room-store-sql.ts';

export interface RoomServiceOptions {
  readonly database: Database;
  readonly bus: Bus;
  /** Of the installation; the first signs, all prove. */
  readonly secrets: SigningKeys;
  /** Names this process among those behind one Bus. */
  readonly node: string;
  /** As people type it, for links and for whose pages may ask: `https://webcast.example`. */
  readonly publicUrl: string;
  /** Whole host names that webhooks may call. */
  readonly webhookHosts: readonly string[];
  /** Called for the streams of an event whose retention is over, again and again. Absent: nothing is recorded here. */
  readonly forgetRecordings?: ForgetRecordings;
  readonly clock: Clock;
  readonly log: Log;
}

export interface RoomService {
  readonly hub: RoomHub;
  readonly joining: Joining;
  /** Everything that browsers ask of the room, on a server that may have other routes too. `surroundings`: what organisers are told of what is around it. */
  mount(app: FastifyInstance, surroundings?: Surroundings): Promise<void>;
  /** For the origin: everything, or what was changed since an answer. */
  streams(sinceMs?: number): Promise<StreamDirectoryAnswer>;
  /** Where the first account is made; undefined: there are accounts. */
  setUpLink(): Promise<string | undefined>;
  /** For ingest. */
  keys(): Promise<StreamKeysAnswer>;
  /** For the transcoder. */
  slates(): Promise<HeldSlatesAnswer>;
  /** Everybody is told to come back, each at his own time; what was accepted is committed first. */
  close(): Promise<void>;
}

/** Time for sending everybody away, ms. */
const DRAIN_MS = 1_000;

/** The room: people, chat, polls, questions, over one database and one Bus. */
export function openRoom(options: RoomServiceOptions): RoomService {
  const { database, bus, secrets, node, publicUrl, webhookHosts, forgetRecordings = () => Promise.resolve(0), clock, log } = options;
  const ownOrigins = [new URL(publicUrl).origin];
  const keys = { ticket: deriveKeys(secrets, 'ticket'), media: deriveKeys(secrets, 'media') };
  const random = Math.random;
  const attendance = new AttendanceWriter({
    ...{ clock, log: log.child({ part: 'attendance' }) },
    tenantOf: async (event) => (await database.read((db) => findEvent(db, event)))?.tenant,
    write: (arrivals, departures) =>
      database.write(async (db) => {
        await noteArrivals(db, arrivals);
        await noteDepartures(db, departures);
      }),
  });
  const hub = new RoomHub({
    onPresence: (event, claim, isHere) => attendance.note(event, claim, isHere),
    ...{ node, bus, clock, random, log, rules: roomRules, limits: CHANNEL_LIMITS },
    store: sqlRoomStore(database, clock),
    newId: () => newId(clock.nowMs()) as ClientId,
  });
  const door = new Door({ hub, verifyTicket: (ticket) => verifyTicket(ticket, keys.ticket, clock.nowMs()), random });
  const edges = { door, limits: SOCKET_LIMITS, clock, random, log, ownOrigins };
  const sockets = new RoomSockets({ ...edges, addressOf: (request) => request.socket.remoteAddress ?? '' });
  const longPoll = new LongPoll(edges);
  const joining = new Joining({ database, keys, isPassword, clock });
  const feedback = (given: Feedback) => takeFeedback({ database, keys, clock }, given);
  const sweeper = openSweeper({ database, clock, random, forgetRecordings, log: log.child({ part: 'retention' }) });
  return {
    hub,
    joining,
    mount: async (app, surroundings) => {
      sockets.mount(app.server);
      await app.register(longPoll.plugin);
      await app.register(visitorRoutes, { joining, feedback, ownOrigins, publicUrl, log });
      await app.register(pictureShelf, { find: (id) => database.read((db) => findPicture(db, id)), log });
      const isSecure = publicUrl.startsWith('https:');
      await app.register(organiserRoutes, { database, hub, secrets, clock, log, publicUrl, isSecure, webhookHosts, surroundings });
    },
    streams: (sinceMs) => streamDirectory(database, clock.nowMs(), sinceMs),
    keys: () => streamKeys(database, clock.nowMs()),
    slates: () => slates(database),
    setUpLink: async () =>
      (await database.read((db) => hasAccounts(db))) ? undefined : firstOwnerLink(publicUrl, deriveKeys(secrets, 'cookie')),
    close: async () => {
      await sweeper.close();
      longPoll.drain();
      await sockets.drain(DRAIN_MS);
      await hub.close({ refusal: { ok: false, code: 'ROOM_DRAINING' }, comeBackMs: 0 });
      await attendance.close();
      await sockets.close();
    },
  };
}
