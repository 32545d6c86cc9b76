import swagger from '@fastify/swagger';
import rateLimit from '@fastify/rate-limit';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { databaseDeliveryQueue } from '../db/delivery-queue.ts';
import { sealOldSecrets, SecretSeal } from '../db/sealed-secrets.ts';
import { postOutside } from '../outside/post.ts';
import { openWebhookSender } from '../outside/webhook-sender.ts';
import { networkOf } from '../network.ts';
import { refuse } from '../refusals.ts';
import { accountRoutes } from './account-routes.ts';
import type { Api, OrganiserOptions } from './api.ts';
import { answerErrors, answerUnknown, deny } from './answers.ts';
import { apiKeyRoutes } from './api-key-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { controlRoutes } from './control-routes.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { eventRoutes } from './event-routes.ts';
import { installationRoutes } from './installation-routes.ts';
import { feedbackRoutes } from './feedback-routes.ts';
import { meRoutes } from './me-routes.ts';
import { OPENAPI } from './openapi.ts';
import { organisationRoutes } from './organisation-routes.ts';
import { personRoutes } from './person-routes.ts';
import { planRoutes } from './plan-routes.ts';
import { pictureRoutes } from './picture-routes.ts';
import { pollRoutes } from './poll-routes.ts';
import { previewRoutes } from './preview-routes.ts';
import { registrationRoutes } from './registration-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { roomRoutes } from './room-routes.ts';
import type { Desk } from './route-tools.ts';
import { about } from './route-tools.ts';
import { SignIn } from './sign-in.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { StaffInRoom } from './staff-in-room.ts';
import { streamKeyRoutes } from './stream-key-routes.ts';
import { templateRoutes } from './template-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { totpRoutes } from './totp-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

export type { OrganiserOptions } from './api.ts';

/** Of one place: a studio that is open asks about once a second. */
const REQUESTS_PER_MINUTE = 600;
const MINUTE_MS = 60_000;

/**
 * The organisers' API under `/api`, described by itself at `/api/openapi.json`; while the server listens, webhooks are called. A fastify plugin.
 * Cookies are bound to this host and to our own pages (SameSite=Strict and Origin); programs come with a key.
 */
export async function organiserRoutes(app: FastifyInstance, options: OrganiserOptions): Promise<void> {
  const { database, clock, log, webhookHosts, allowsLoopbackWebhooks = false } = options;
  const keeper = new Doorkeeper(options);
  const secretSeal = new SecretSeal(options.secrets);
  const desk: Desk = { ...options, keeper, secretSeal, nowMs: () => Math.floor(clock.nowMs()) };
  const signIn = new SignIn(desk);
  const staff = new StaffInRoom(desk);

  await app.register(
    async (scope) => {
      const api: Api = scope.withTypeProvider<TypeBoxTypeProvider>().setValidatorCompiler(TypeBoxValidatorCompiler);
      // a form of another website can send text, not JSON
      api.removeContentTypeParser('text/plain');
      answerErrors(api, log);
      answerUnknown(api);
      await api.register(swagger, { openapi: OPENAPI });
      await limitRequests(api, options.requestsPerMinute ?? REQUESTS_PER_MINUTE);
      keeper.mount(api);
      api.addHook('onSend', async (_request, reply) => {
        reply.header('cache-control', 'no-store');
      });
      signInRoutes(api, desk, signIn);
      meRoutes(api, desk, signIn);
      totpRoutes(api, desk, signIn);
      accountRoutes(api, desk, signIn);
      apiKeyRoutes(api, desk);
      auditRoutes(api, desk);
      eventRoutes(api, desk, staff);
      templateRoutes(api, desk);
      await pictureRoutes(api, desk);
      organisationRoutes(api, desk);
      streamKeyRoutes(api, desk);
      installationRoutes(api, desk);
      tokenRoutes(api, desk, staff);
      registrationRoutes(api, desk);
      personRoutes(api, desk, staff);
      feedbackRoutes(api, desk);
      reportRoutes(api, desk);
      roomRoutes(api, desk, staff);
      pollRoutes(api, desk);
      planRoutes(api, desk, staff);
      controlRoutes(api, desk, staff);
      previewRoutes(api, desk);
      webhookRoutes(api, desk);
      api.get(
        '/openapi.json',
        { schema: { ...about('api', 'describe', 'This description (OpenAPI 3.1)', 'open'), response: { 200: Type.Unknown() } } },
        () => api.swagger(),
      );
    },
    { prefix: '/api' },
  );

  let closeSender: () => Promise<void> = () => Promise.resolve();
  app.addHook('onReady', async () => {
    await sealOldSecrets(database, secretSeal).then(
      (count) => count > 0 && log.info({ count }, 'secrets in the database are sealed now'),
      (error: unknown) => log.warn({ err: error }, 'secrets in the database could not be sealed: the next start does it'),
    );
    const sender = openWebhookSender({
      ...{ clock, log, queue: databaseDeliveryQueue(database, desk.nowMs, secretSeal) },
      post: (call) => postOutside({ ...call, allowedHosts: webhookHosts, allowsLoopback: allowsLoopbackWebhooks }),
    });
    closeSender = async () => sender.close();
  });
  app.addHook('onClose', () => closeSender());
}

/** Before anything else: who is not signed in is counted too, and costs no read of the database. */
async function limitRequests(api: Api, perMinute: number): Promise<void> {
  await api.register(rateLimit, {
    global: false,
    max: perMinute,
    timeWindow: MINUTE_MS,
    keyGenerator: (request) => networkOf(request.ip).text,
  });
  const take = api.createRateLimit();
  api.addHook('onRequest', async (request) => {
    const verdict = await take(request);
    if (!verdict.isAllowed && verdict.isExceeded) throw deny(request, refuse('ROOM_TOO_MANY_REQUESTS', { seconds: verdict.ttlInSeconds }));
  });
}
