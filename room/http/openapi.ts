import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';

/** What the API's description says of the whole; the routes say the rest themselves. */
export const OPENAPI: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
  openapi: '3.1.0',
  info: {
    title: 'Plenary',
    version: '1',
    description:
      'What organisers do. A browser signs in and has a cookie; a program has a key (`Authorization: Bearer <key>`). Every error is `{code, message, retryable}`: the code is for ever, the message is for a person.',
  },
  tags: [
    { name: 'sign-in', description: 'Setting up, signing in and out' },
    { name: 'me', description: 'One’s own account' },
    { name: 'accounts', description: 'Who works here' },
    { name: 'api-keys', description: 'Keys for programs' },
    { name: 'events', description: 'Events and their life' },
    { name: 'templates', description: 'Settings of events under a name' },
    { name: 'pictures', description: 'Logos and pictures of waiting rooms' },
    { name: 'organisation', description: 'What new events take from the house' },
    { name: 'stream-keys', description: 'Keys for encoders' },
    { name: 'tokens', description: 'Personal links' },
    { name: 'registrations', description: 'Who has registered' },
    { name: 'people', description: 'What is kept of somebody, and that it is not' },
    { name: 'room', description: 'What happens in the room' },
    { name: 'polls', description: 'Polls as they are prepared' },
    { name: 'plan', description: 'The plan of the show: cues that are armed and fired by hand' },
    { name: 'webhooks', description: 'Who outside is told' },
    { name: 'audit', description: 'Who did what' },
    { name: 'api', description: 'The API itself' },
  ],
  components: {
    securitySchemes: {
      session: { type: 'apiKey', in: 'cookie', name: '__Host-plenary', description: 'set by signing in' },
      key: { type: 'http', scheme: 'bearer', description: 'a key made at /api/api-keys' },
    },
  },
  security: [{ session: [] }, { key: [] }],
};
