import type { FastifyRequest } from 'fastify';
import type { EventId } from '../../core/contracts/room/ids.ts';
import type { Db } from '../db/database.ts';
import type { EventRecord } from '../db/events.ts';
import { getEvent } from '../db/events.ts';
import { refuse } from '../refusals.ts';
import { deny } from './answers.ts';
import { callerOf } from './caller.ts';

/** The event that a path names, of the caller's own organisation; another's is not there. @throws LiveError ROOM_NO_SUCH_EVENT */
export async function eventOf(db: Db, request: FastifyRequest, id: string): Promise<EventRecord> {
  const event = await getEvent(db, callerOf(request).tenant, id as EventId);
  if (event === undefined) throw deny(request, refuse('ROOM_NO_SUCH_EVENT'));
  return event;
}
