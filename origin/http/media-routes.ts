import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { LiveRoutes } from './live-routes.ts';
import { addLiveRoutes } from './live-routes.ts';
import { addRecordingRoutes } from './recording-routes.ts';
import type { StoredMedia } from './stored-media.ts';

export interface MediaRoutes extends LiveRoutes {
  readonly stored: StoredMedia;
}

/**
 * Every path to the picture: live, recordings, posters. They stand in one scope, whose addresses are relative to each other, so that
 * whatever guards the picture is one hook of this scope, and a prefix (`/v/<grant>`) is one registration of it.
 */
export const mediaRoutes: FastifyPluginAsync<MediaRoutes> = async (scope: FastifyInstance, options: MediaRoutes) => {
  addLiveRoutes(scope, options);
  addRecordingRoutes(scope, options);
};
