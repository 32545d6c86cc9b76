import { Type } from 'typebox';
import { NewStreamKeyShape, StreamKeyDraftShape, StreamKeyShape } from '../../core/contracts/room/organiser.ts';
import { deriveKey } from '../../core/grants/secrets.ts';
import { newStreamKey, streamKeyHmac } from '../../core/grants/stream-keys.ts';
import { cleanText } from '../chat/text.ts';
import { writeAudit } from '../db/audit.ts';
import { createStreamKey, listStreamKeys, revokeStreamKey } from '../db/stream-keys.ts';
import { refuse } from '../refusals.ts';
import type { Api } from './api.ts';
import { deny } from './answers.ts';
import { callerOf } from './caller.ts';
import { eventOf } from './event-of.ts';
import { streamKeyAnswer } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, NOTHING, noteOf, OF_EVENT, OF_EVENT_ITEM } from './route-tools.ts';

const MAX_KEYS = 20;

/** Keys for encoders. */
export function streamKeyRoutes(api: Api, desk: Desk): void {
  const { database, keeper, nowMs, secrets } = desk;
  const hmacKey = deriveKey(secrets[0], 'stream-key');

  api.get(
    '/events/:event/stream-keys',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('stream-keys', 'listStreamKeys', 'The keys of an event, without the keys themselves'),
        params: OF_EVENT,
        response: { 200: Type.Object({ keys: Type.Array(StreamKeyShape) }, { additionalProperties: false }), ...ERRORS },
      },
    },
    async (request) => {
      const keys = await database.read(async (db) => {
        const event = await eventOf(db, request, request.params.event);
        return listStreamKeys(db, event.tenant, event.id);
      });
      return { keys: keys.map(streamKeyAnswer) };
    },
  );

  api.post(
    '/events/:event/stream-keys',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('stream-keys', 'createStreamKey', 'Create a key for an encoder; it is shown only this once'),
        ...{ params: OF_EVENT, body: StreamKeyDraftShape, response: { 201: NewStreamKeyShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      keeper.demandProof(request);
      const caller = callerOf(request);
      const { slot } = request.body;
      const label = cleanText(request.body.label ?? '', 1);
      const key = newStreamKey();
      const made = await database.write(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        if ((await listStreamKeys(db, tenant, id)).length >= MAX_KEYS) throw deny(request, refuse('ROOM_TOO_MANY', { max: MAX_KEYS }));
        const hmac = streamKeyHmac(key, hmacKey);
        const row = await createStreamKey(db, { tenant, event: id, slot, hmac, label, createdBy: caller.actor.id }, nowMs());
        await writeAudit(db, noteOf(caller, 'stream-key.made', nowMs(), { event: id, subject: row.id, facts: { slot } }));
        return row;
      });
      return reply.code(201).send({ ...streamKeyAnswer(made), key });
    },
  );

  api.delete(
    '/events/:event/stream-keys/:id',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('stream-keys', 'revokeStreamKey', 'Revoke a key; whoever publishes with it is cut off'),
        ...{ params: OF_EVENT_ITEM, response: { 204: NOTHING, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      await database.write(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        if (!(await revokeStreamKey(db, tenant, id, request.params.id, nowMs()))) throw deny(request, refuse('ROOM_NOTHING_HERE'));
        await writeAudit(db, noteOf(caller, 'stream-key.revoked', nowMs(), { event: id, subject: request.params.id }));
      });
      return reply.code(204).send(null);
    },
  );
}
