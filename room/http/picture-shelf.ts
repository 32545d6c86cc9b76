import type { FastifyInstance } from 'fastify';
import { pictureUrl } from '../../core/contracts/urls.ts';
import type { Log } from '../../core/runtime/log.ts';
import type { PictureType } from '../picture/picture.ts';
import { PictureCache, type StoredPicture } from '../picture/picture-cache.ts';
import { refuse } from '../refusals.ts';
import { answerErrors, sendRefusal } from './answers.ts';

const ENDINGS: Readonly<Record<PictureType, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' };
const NAME = /^([0-9a-f]{40})\.(png|jpg|webp)$/;
const MAX_KEPT_BYTES = 32 * 1_024 * 1_024;

/** What a picture is called in its address. */
export const pictureName = (id: string, type: PictureType): string => `${id}.${ENDINGS[type]}`;

/**
 * `GET /pictures/<name>`: a picture for whoever was told its name (it stands on the card of an event, which everybody with the event's link is shown).
 * Its bytes never change, so caches keep it; it is a picture and nothing else, whatever it is opened as. A fastify plugin.
 */
export async function pictureShelf(
  app: FastifyInstance,
  { find, log }: { readonly find: (id: string) => Promise<StoredPicture | undefined>; readonly log: Log },
): Promise<void> {
  answerErrors(app, log);
  const cache = new PictureCache(find, MAX_KEPT_BYTES);
  app.get<{ Params: { readonly name: string } }>(pictureUrl(':name'), async (request, reply) => {
    const [, id, ending] = NAME.exec(request.params.name) ?? [];
    const picture = id === undefined ? undefined : await cache.get(id);
    if (picture === undefined || ENDINGS[picture.type] !== ending) return sendRefusal(request, reply, refuse('ROOM_NOTHING_HERE'));
    return reply
      .headers({
        'content-type': picture.type,
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
      })
      .send(Buffer.from(picture.bytes));
  });
}
