import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Log } from '../../core/runtime/log.ts';
import { answerErrors } from './errors-as-answers.ts';
import type { OperatorRoutes } from './operator-routes.ts';
import { addOperatorRoutes } from './operator-routes.ts';
import type { OriginMetrics } from './origin-metrics.ts';
import type { PageRoutes } from './page-routes.ts';
import { addPageRoutes } from './page-routes.ts';

export interface SiteRoutes extends PageRoutes, OperatorRoutes {
  readonly metrics: OriginMetrics;
  readonly log: Log;
}

/** What is not the picture: the watch page, what it asks about a stream, what operations look at. */
export const siteRoutes: FastifyPluginAsync<SiteRoutes> = async (scope: FastifyInstance, options: SiteRoutes) => {
  const { metrics, log } = options;
  answerErrors(scope, log, metrics);
  scope.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff');
    done();
  });
  // errors are counted where they are answered
  scope.addHook('onResponse', (request, reply, done) => {
    if (reply.statusCode < 400) metrics.requests.inc({ route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) });
    done();
  });
  addPageRoutes(scope, options);
  addOperatorRoutes(scope, options);
};
