import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import { EPOCH_HEADER } from '../../core/contracts/feed.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import { refuse } from '../refusals.ts';
import { allowed } from './answers.ts';
import type { Api, Preview } from './api.ts';
import { ALONE } from './api.ts';
import { eventOf } from './event-of.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, OF_EVENT } from './route-tools.ts';

const LOOK_MS = 5_000;

/** The presenter's picture before anything is done to it, for the staff: it goes on for as long as they read it, and may. */
export function previewRoutes(api: Api, { database, clock, keeper, surroundings = ALONE }: Desk): void {
  const closing = new AbortController();
  api.addHook('preClose', (done) => {
    closing.abort();
    done();
  });

  api.get(
    '/events/:event/preview',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('room', 'watchPresenter', 'What the presenter sends at this moment, as it comes: fragmented MP4 without an end'),
        produces: ['video/mp4'],
        ...{
          params: OF_EVENT,
          response: { 200: Type.Unsafe<Readable>({ type: 'string', format: 'binary', description: 'MP4' }), ...ERRORS },
        },
      },
    },
    async (request, reply) => {
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const { slug } = await database.read((db) => eventOf(db, request, request.params.event));
      const { type, epochMs, bytes } = allowed(
        request,
        verdictOf(await surroundings.preview(slug as StreamId, AbortSignal.any([gone.signal, closing.signal]))),
      ).preview;
      // in the name of whoever asked, for as long as he may
      const look = (): void => {
        keeper.isStill(request, 'moderator').then(
          (is) => {
            if (!is) bytes.destroy();
            else if (!bytes.destroyed) stopLooking = clock.after(LOOK_MS, look);
          },
          () => bytes.destroy(),
        );
      };
      let stopLooking = clock.after(LOOK_MS, look);
      bytes.once('close', () => stopLooking());
      if (epochMs !== undefined) reply.header(EPOCH_HEADER, epochMs);
      return reply.type(type).send(bytes);
    },
  );
}

function verdictOf(preview: Preview | 'nothing-sent' | 'too-many') {
  if (preview === 'nothing-sent') return refuse('ROOM_NOTHING_SENT');
  if (preview === 'too-many') return refuse('ROOM_TOO_MANY_PREVIEWS');
  return { ok: true, preview } as const;
}
