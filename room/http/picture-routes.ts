import { Type } from 'typebox';
import { MAX_PICTURE_BYTES, PICTURE_USES } from '../../core/contracts/room/limits.ts';
import { PictureShape } from '../../core/contracts/room/organiser.ts';
import { pictureUrl } from '../../core/contracts/urls.ts';
import { writeAudit } from '../db/audit.ts';
import { keepPicture } from '../db/pictures.ts';
import { takePicture } from '../picture/picture.ts';
import type { Api } from './api.ts';
import { allowed } from './answers.ts';
import { callerOf } from './caller.ts';
import { pictureName } from './picture-shelf.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, noteOf } from './route-tools.ts';

const closed = { additionalProperties: false } as const;
/** More than any picture may have: what is a little too large is told so in kilobytes. */
const BODY_LIMIT = 8 * 1_024 * 1_024;

/** Pictures that organisers send: the file itself is the body, whatever its type is said to be. */
export async function pictureRoutes(api: Api, { database, keeper, nowMs }: Desk): Promise<void> {
  await api.register(async (scope: Api) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post(
      '/pictures',
      {
        ...keeper.needs('producer'),
        bodyLimit: BODY_LIMIT,
        schema: {
          ...about('pictures', 'addPicture', 'Send a PNG, JPEG or WebP as the body; its path goes into the settings of an event'),
          querystring: Type.Object({ for: Type.Enum([...PICTURE_USES]) }, closed),
          response: { 201: PictureShape, ...ERRORS },
        },
      },
      async (request, reply) => {
        const caller = callerOf(request);
        const file = request.body instanceof Uint8Array ? request.body : new Uint8Array();
        const { picture } = allowed(request, takePicture(file, MAX_PICTURE_BYTES[request.query.for]));
        const { type, width, height, bytes } = picture;
        const facts = { type, width, height, sizeBytes: bytes.length };
        const id = await database.write(async (db) => {
          const kept = allowed(request, await keepPicture(db, { tenant: caller.tenant, picture, createdBy: caller.actor.id }, nowMs()));
          await writeAudit(db, noteOf(caller, 'picture.added', nowMs(), { subject: kept.id, facts: { ...facts, for: request.query.for } }));
          return kept.id;
        });
        return reply.code(201).send({ path: pictureUrl(pictureName(id, type)), ...facts });
      },
    );
  });
}
