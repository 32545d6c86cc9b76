import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { openSqliteForTest } from '../db/testing/open.ts';
import { createWebhook } from '../db/webhooks.ts';
import { openTestApi } from './testing/open-api.ts';

it('tells who wants to know of the life of an event, signed, until he is not to be told any more', async () => {
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  let status = 500;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      calls.push({ headers: request.headers, body });
      response.writeHead(status).end();
      status = 204;
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
  const sqlite = await openSqliteForTest();
  const api = await openTestApi(sqlite.database, { webhookHosts: ['127.0.0.1'], allowsLoopbackWebhooks: true });
  const { owner } = await api.organisation('stage');
  const webhook = { tenant: owner.tenant, url, secret: 'shared', kinds: ['event.live', 'event.ended'], createdBy: owner.id };
  const { id: hook } = await api.database.write((db) => createWebhook(db, webhook, api.nowMs()));

  const made = await api.ask(owner, 'POST', '/api/events', { title: 'Talk', slug: 'talk', startsAt: '2026-06-01T08:00:00Z' });
  const move = (state: string) => api.ask(owner, 'POST', `/api/events/${made.body['id'] as string}/state`, { state });
  await move('scheduled');
  await move('live');
  await waitUntil(() => calls.length === 1, { within: 5_000, what: 'the first call' });
  const { headers, body } = calls[0] ?? { headers: {}, body: '' };
  expect(JSON.parse(body)).toMatchObject({ kind: 'event.live', event: { slug: 'talk', title: 'Talk', state: 'live' } });
  const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['plenary-signature'])) ?? [];
  expect(signature).toBe(createHmac('sha256', 'shared').update(`${seconds}.${body}`).digest('hex'));

  // it was answered with 500: the same call comes again
  const deliveries = async () =>
    (await api.ask(owner, 'GET', `/api/webhooks/${hook}/deliveries`)).body['deliveries'] as { id: string; outcome: string | null }[];
  await waitUntil(async () => ((await deliveries())[0] as { tries?: number }).tries === 1, {
    within: 5_000,
    what: 'the failure to be kept',
  });
  const [delivery] = await deliveries();
  expect((await api.ask(owner, 'POST', `/api/webhooks/${hook}/deliveries/${delivery?.id}/again`)).status).toBe(204);
  await waitUntil(() => calls.length === 2, { within: 5_000, what: 'the second call' });
  expect(calls[1]?.body).toBe(body);
  await waitUntil(async () => (await deliveries())[0]?.outcome === 'delivered', { within: 5_000, what: 'the call to be settled' });

  expect((await api.ask(owner, 'DELETE', `/api/webhooks/${hook}`)).status).toBe(204);
  await move('ended');
  expect(await api.database.read((db) => db.selectFrom('deliveries').selectAll().execute())).toEqual([]);
  await api.close();
  await sqlite.close();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});
