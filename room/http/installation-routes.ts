import type { StreamId } from '../../core/contracts/ids.ts';
import { EncodersShape, InstallationShape } from '../../core/contracts/room/installation.ts';
import { rehearsalOf } from '../event/slug.ts';
import type { Api } from './api.ts';
import { ALONE } from './api.ts';
import { eventOf } from './event-of.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, OF_EVENT } from './route-tools.ts';

/** What is around the room: where encoders publish to, where recordings are, what an encoder sends. */
export function installationRoutes(api: Api, { database, keeper, webhookHosts, surroundings = ALONE }: Desk): void {
  api.get(
    '/installation',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('api', 'getInstallation', 'Where encoders publish to, where recordings are kept, which hosts webhooks may call'),
        response: { 200: InstallationShape, ...ERRORS },
      },
    },
    () => ({ ...surroundings.installation(), webhookHosts: [...webhookHosts] }),
  );

  api.get(
    '/events/:event/encoder',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('stream-keys', 'getEncoder', 'What arrives from the encoder of an event, and at its rehearsal'),
        params: OF_EVENT,
        response: { 200: EncodersShape, ...ERRORS },
      },
    },
    async (request) => {
      const { slug } = await database.read((db) => eventOf(db, request, request.params.event));
      const of = (stream: StreamId) => surroundings.encoder(stream) ?? null;
      return { live: of(slug as StreamId), rehearsal: of(rehearsalOf(slug)) };
    },
  );
}
