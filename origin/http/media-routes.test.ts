import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../core/runtime/clock.ts';
import { createLog } from '../../core/runtime/log.ts';
import { MediaLogMemory } from '../../core/ports/media-log-memory.ts';
import { Metrics } from '../../core/runtime/metrics.ts';
import { Holding } from '../live/holding.ts';
import { StreamDirectory } from '../live/stream-directory.ts';
import { Show, SOURCE, STREAM } from '../testing/show.ts';
import { StoreInMemory } from '../testing/store-in-memory.ts';
import { settle } from '../testing/test-origin.ts';
import { MediaSender } from './media-reply.ts';
import { mediaRoutes } from './media-routes.ts';
import { originMetrics } from './origin-metrics.ts';
import { StoredMedia } from './stored-media.ts';

const PATHS = [
  `/live/${STREAM}/index.m3u8`,
  `/live/${STREAM}/${SOURCE}/index.m3u8`,
  `/live/${STREAM}/${SOURCE}/recording1prefix-i0.mp4`,
  `/live/${STREAM}/${SOURCE}/recording1prefix-s0.m4s`,
  `/live/${STREAM}/${SOURCE}/recording1prefix-p0.0.m4s`,
  `/live/${STREAM}/poster.jpg`,
  `/recordings/${STREAM}/recording-1/index.m3u8`,
  `/recordings/${STREAM}/recording-1/${SOURCE}/index.m3u8`,
  `/recordings/${STREAM}/recording-1/${SOURCE}/recording1prefix-s0.m4s`,
];

describe('the paths to the picture', () => {
  it('are moved by one prefix and guarded by one hook', async () => {
    const log = createLog({ name: 'origin', level: 'silent' });
    const clock = new ManualClock();
    const mediaLog = new MediaLogMemory({ log, clock });
    const store = new StoreInMemory();
    const none = () => 0;
    const metrics = originMetrics(new Metrics(), { held: none, streams: none, windowBytes: none, storedBytes: none });
    const directory = new StreamDirectory({ mediaLog, clock, log, changed: none });
    const show = new Show();
    for (const entry of [show.opened(), show.run(), ...show.segments(1)])
      await mediaLog.append(STREAM, entry, { holder: 'test', epoch: 1 });
    for (const [key, text] of [
      [`posters/${STREAM}.jpg`, 'picture'],
      [`recordings/${STREAM}/recording-1/index.m3u8`, '#EXTM3U'],
      [`recordings/${STREAM}/recording-1/${SOURCE}/index.m3u8`, '#EXTM3U'],
      [`recordings/${STREAM}/recording-1/${SOURCE}/recording1prefix-s0.m4s`, 'segment'],
    ] as const) {
      await store.putText(key, text);
    }
    await settle();
    const app = fastify();
    const asked: string[] = [];
    await app.register(
      async (guarded) => {
        guarded.addHook('onRequest', async (request, reply) => {
          const { token } = request.params as { token: string };
          asked.push(token);
          if (token !== 'good') await reply.code(403).send();
        });
        const stored = new StoredMedia({ store, clock, log });
        await guarded.register(mediaRoutes, {
          directory,
          holding: new Holding(clock),
          sender: new MediaSender(metrics),
          stored,
          metrics,
          log,
        });
      },
      { prefix: '/v/:token' },
    );
    for (const path of PATHS) {
      expect((await app.inject(`/v/good${path}`)).statusCode, path).toBe(200);
      expect((await app.inject(`/v/bad${path}`)).statusCode, path).toBe(403);
      expect((await app.inject(path)).statusCode, path).toBe(404);
    }
    expect(asked).toHaveLength(PATHS.length * 2);
    await app.close();
    await directory.close();
    await mediaLog.close();
  });
});
