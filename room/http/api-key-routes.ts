import { Type } from 'typebox';
import { ApiKeyDraftShape, ApiKeyShape, NewApiKeyShape } from '../../core/contracts/room/organiser.ts';
import { checkText } from '../chat/text.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '../db/api-keys.ts';
import { writeAudit } from '../db/audit.ts';
import { isAtLeast } from '../people/roles.ts';
import { newApiKey } from '../people/secrets.ts';
import { refuse } from '../refusals.ts';
import type { Api } from './api.ts';
import { allowed, deny, found } from './answers.ts';
import { callerOf } from './caller.ts';
import { apiKeyAnswer } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, NOTHING, noteOf, OF_ITEM } from './route-tools.ts';

const closed = { additionalProperties: false } as const;
const MAX_KEYS = 50;

/** Keys for programs: `Authorization: Bearer <key>`. */
export function apiKeyRoutes(api: Api, desk: Desk): void {
  const { database, keeper, nowMs } = desk;

  api.get(
    '/api-keys',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('api-keys', 'listApiKeys', 'Keys for programs'),
        response: { 200: Type.Object({ keys: Type.Array(ApiKeyShape) }, closed), ...ERRORS },
      },
    },
    async (request) => {
      const keys = await database.read((db) => listApiKeys(db, callerOf(request).tenant));
      return { keys: keys.map(apiKeyAnswer) };
    },
  );

  api.post(
    '/api-keys',
    {
      ...keeper.needs('producer', 'person'),
      schema: {
        ...about('api-keys', 'createApiKey', 'Create a key for a program, with at most one’s own rights; it is shown only this once'),
        ...{ body: ApiKeyDraftShape, response: { 201: NewApiKeyShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      keeper.demandProof(request);
      const caller = callerOf(request);
      const { role } = request.body;
      if (!isAtLeast(caller.role, role)) throw deny(request, refuse('ROOM_ABOVE_YOU'));
      const label = allowed(request, checkText(request.body.label, { max: 120, lines: 1 })).text;
      const key = newApiKey();
      const { tenant, account: createdBy } = caller;
      const made = await database.write(async (db) => {
        if ((await listApiKeys(db, tenant)).length >= MAX_KEYS) throw deny(request, refuse('ROOM_TOO_MANY', { max: MAX_KEYS }));
        const row = await createApiKey(db, { tenant, hmac: keeper.apiKeyHmac(key), label, role, createdBy }, nowMs());
        await writeAudit(db, noteOf(caller, 'api-key.made', nowMs(), { subject: row.id, facts: { role, label } }));
        return row;
      });
      return reply.code(201).send({ ...apiKeyAnswer(made), key });
    },
  );

  api.delete(
    '/api-keys/:id',
    {
      ...keeper.needs('producer', 'person'),
      schema: {
        ...about('api-keys', 'revokeApiKey', 'Revoke a key; it ends at once'),
        params: OF_ITEM,
        response: { 204: NOTHING, ...ERRORS },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { id } = request.params;
      await database.write(async (db) => {
        const keys = await listApiKeys(db, caller.tenant);
        const { role } = found(
          request,
          keys.find((key) => key.id === id),
        );
        if (!isAtLeast(caller.role, role)) throw deny(request, refuse('ROOM_ABOVE_YOU'));
        await revokeApiKey(db, caller.tenant, id, nowMs());
        await writeAudit(db, noteOf(caller, 'api-key.revoked', nowMs(), { subject: id }));
      });
      return reply.code(204).send(null);
    },
  );
}
