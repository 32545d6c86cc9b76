import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { Transcoding } from '../../core/contracts/room/control.ts';
import type { Encoder, Installation } from '../../core/contracts/room/installation.ts';
import type { SigningKeys } from '../../core/grants/secrets.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import type { RoomHub } from '../channel/room-hub.ts';
import type { Database } from '../db/database.ts';

/** A scope of routes whose requests and answers have the types of their schemas. */
export type Api = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>;

/** What is around the room, of which organisers ask it. */
export interface Surroundings {
  installation(): Installation;
  /** What an encoder sends on a stream; undefined: nothing. */
  encoder(stream: StreamId): Encoder | undefined;
  /** A host has put our own picture before viewers, or taken it off: whoever shows pictures here asks for it now, instead of in a moment. Never rejects. */
  slateChanged(): Promise<void>;
  /** What of a stream's life only its transcoder knows; undefined: it has none here. */
  transcoding(stream: StreamId): Transcoding | undefined;
  /** What the presenter of a stream sends at this moment, until `signal`; or why there is nothing. */
  preview(stream: StreamId, signal: AbortSignal): Promise<Preview | 'nothing-sent' | 'too-many'>;
}

/** A picture as it comes. */
export interface Preview {
  /** Media type with codecs. */
  readonly type: string;
  /** Unix ms of its time 0; undefined: not known. */
  readonly epochMs: number | undefined;
  /** Fragmented MP4. */
  readonly bytes: Readable;
}

/** Of a room that runs by itself: it knows of nothing around it. */
export const ALONE: Surroundings = {
  installation: () => ({ rtmpUrl: null, rtmpsUrl: null, webhookHosts: [], storage: null }),
  encoder: () => undefined,
  slateChanged: () => Promise.resolve(),
  transcoding: () => undefined,
  preview: () => Promise.resolve('nothing-sent'),
};

/** What the organisers' API works with. */
export interface OrganiserOptions {
  readonly database: Database;
  /** The rooms: what the staff do over HTTP happens where everybody is. */
  readonly hub: RoomHub;
  /** Of the installation; the first signs, all prove. */
  readonly secrets: SigningKeys;
  readonly clock: Clock;
  readonly log: Log;
  /** As people type it: `https://webcast.example`. Its pages may call with a cookie. */
  readonly publicUrl: string;
  /** Over https alone: the cookie is bound to the host. False on loopback and for tests. */
  readonly isSecure: boolean;
  /** Whole host names that webhooks may call. */
  readonly webhookHosts: readonly string[];
  /** Absent: {@link ALONE}. */
  readonly surroundings?: Surroundings | undefined;
  /** For tests alone: webhooks may call `http://127.0.0.1:…`. */
  readonly allowsLoopbackWebhooks?: boolean;
  /** Of one place, at most. */
  readonly requestsPerMinute?: number;
}
