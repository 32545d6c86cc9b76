import { Type } from 'typebox';
import { DeliveryShape, NewWebhookShape, WebhookDraftShape, WebhookShape } from '../../core/contracts/room/organiser.ts';
import { writeAudit } from '../db/audit.ts';
import { newId } from '../db/new-id.ts';
import { createWebhook, listDeliveries, listWebhooks, redeliver, removeWebhook } from '../db/webhooks.ts';
import { newSecret } from '../people/secrets.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import type { Api } from './api.ts';
import { allowed, deny, found } from './answers.ts';
import { callerOf } from './caller.ts';
import { deliveryAnswer, webhookAnswer } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, DEFAULT_LIMIT, ERRORS, NOTHING, noteOf, OF_ITEM } from './route-tools.ts';

const closed = { additionalProperties: false } as const;
const MAX_WEBHOOKS = 20;
const OF_DELIVERY = Type.Object({ ...OF_ITEM.properties, delivery: OF_ITEM.properties.id }, closed);

/** Who outside is told what. */
export function webhookRoutes(api: Api, desk: Desk): void {
  const { database, keeper, nowMs, webhookHosts } = desk;

  api.get(
    '/webhooks',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('webhooks', 'listWebhooks', 'Servers that are told what happens'),
        response: { 200: Type.Object({ webhooks: Type.Array(WebhookShape) }, closed), ...ERRORS },
      },
    },
    async (request) => {
      const webhooks = await database.read((db) => listWebhooks(db, callerOf(request).tenant));
      return { webhooks: webhooks.map(webhookAnswer) };
    },
  );

  api.post(
    '/webhooks',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('webhooks', 'createWebhook', 'Tell a server what happens; the secret that signs the calls is shown only this once'),
        ...{ body: WebhookDraftShape, response: { 201: NewWebhookShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      keeper.demandProof(request);
      const caller = callerOf(request);
      const { kinds } = request.body;
      const { url } = allowed(request, judgeUrl(request.body.url, webhookHosts));
      const secret = newSecret();
      const id = newId(nowMs());
      const sealed = desk.secretSeal.sealWebhook(id, secret);
      const { tenant, account: createdBy } = caller;
      const made = await database.write(async (db) => {
        if ((await listWebhooks(db, tenant)).length >= MAX_WEBHOOKS) throw deny(request, refuse('ROOM_TOO_MANY', { max: MAX_WEBHOOKS }));
        const row = await createWebhook(db, { id, tenant, url, secret: sealed, kinds, createdBy }, nowMs());
        await writeAudit(db, noteOf(caller, 'webhook.made', nowMs(), { subject: row.id, facts: { host: new URL(url).hostname, kinds } }));
        return row;
      });
      return reply.code(201).send({ ...webhookAnswer(made), secret });
    },
  );

  api.delete(
    '/webhooks/:id',
    {
      ...keeper.needs('producer'),
      schema: { ...about('webhooks', 'removeWebhook', 'Stop telling it anything'), params: OF_ITEM, response: { 204: NOTHING, ...ERRORS } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      await database.write(async (db) => {
        if (!(await removeWebhook(db, caller.tenant, request.params.id))) throw deny(request, refuse('ROOM_NOTHING_HERE'));
        await writeAudit(db, noteOf(caller, 'webhook.removed', nowMs(), { subject: request.params.id }));
      });
      return reply.code(204).send(null);
    },
  );

  api.get(
    '/webhooks/:id/deliveries',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('webhooks', 'listDeliveries', 'The newest calls, and what became of them'),
        params: OF_ITEM,
        response: { 200: Type.Object({ deliveries: Type.Array(DeliveryShape) }, closed), ...ERRORS },
      },
    },
    async (request) => {
      const { tenant } = callerOf(request);
      const { id } = request.params;
      const rows = await database.read(async (db) => {
        found(
          request,
          (await listWebhooks(db, tenant)).find((webhook) => webhook.id === id),
        );
        return listDeliveries(db, tenant, id, DEFAULT_LIMIT);
      });
      return { deliveries: rows.map(deliveryAnswer) };
    },
  );

  api.post(
    '/webhooks/:id/deliveries/:delivery/again',
    {
      ...keeper.needs('producer'),
      schema: { ...about('webhooks', 'redeliver', 'Repeat a call'), params: OF_DELIVERY, response: { 204: NOTHING, ...ERRORS } },
    },
    async (request, reply) => {
      const { tenant } = callerOf(request);
      const { id, delivery } = request.params;
      await database.write(async (db) => {
        found(
          request,
          (await listWebhooks(db, tenant)).find((webhook) => webhook.id === id),
        );
        if (!(await redeliver(db, tenant, delivery, nowMs()))) throw deny(request, refuse('ROOM_NOTHING_HERE'));
      });
      return reply.code(204).send(null);
    },
  );
}

/** Only servers of the installation's list are called: whole names, and nobody's password in the address. */
function judgeUrl(text: string, hosts: readonly string[]): { readonly ok: true; readonly url: string } | Refusal {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '')
    return refuse('ROOM_BAD_REQUEST', { where: 'body.url' });
  return hosts.includes(url.hostname) ? { ok: true, url: url.href } : refuse('ROOM_WEBHOOK_HOST', { host: url.hostname });
}
