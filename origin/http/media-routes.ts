import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Log } from '../../core/runtime/log.ts';
import type { Guard } from '../access/guard.ts';
import { answerErrors } from './errors-as-answers.ts';
import type { LiveRoutes } from './live-routes.ts';
import { addLiveRoutes } from './live-routes.ts';
import { addRecordingRoutes } from './recording-routes.ts';
import type { StoredMedia } from './stored-media.ts';

export interface MediaRoutes extends LiveRoutes {
  readonly guard: Guard;
  readonly stored: StoredMedia;
  readonly log: Log;
}

/**
 * Every path to the picture: live, recordings, posters. They stand in one scope, whose addresses are relative to each other, so that
 * whatever guards the picture is one hook of this scope, and a prefix (`/v/<grant>`) is one registration of it.
 */
export const mediaRoutes: FastifyPluginAsync<MediaRoutes> = async (scope: FastifyInstance, options: MediaRoutes) => {
  answerErrors(scope, options.log, options.metrics);
  scope.addHook('onRequest', (request, _reply, done) => {
    const { stream = '', token } = request.params as { readonly stream?: string; readonly token?: string };
    const route = request.routeOptions.url ?? '';
    try {
      options.guard.check(route.includes('/recordings/') ? 'recordings' : 'live', stream, token);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  addLiveRoutes(scope, options);
  addRecordingRoutes(scope, options);
};
