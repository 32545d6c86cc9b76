import { Type } from 'typebox';
import type { EventId } from '../../core/contracts/room/ids.ts';
import {
  EventShape,
  FromTemplateShape,
  TemplateDraftShape,
  TemplateNameShape,
  TemplateShape,
} from '../../core/contracts/room/organiser.ts';
import { checkText } from '../chat/text.ts';
import { writeAudit } from '../db/audit.ts';
import { createEventFrom, deleteTemplate, getTemplate, keepTemplate, listTemplates, renameTemplate } from '../db/templates.ts';
import { readInstant } from '../event/event-times.ts';
import { checkSlug } from '../event/slug.ts';
import { refuse } from '../refusals.ts';
import type { Api } from './api.ts';
import { allowed, deny, found } from './answers.ts';
import { callerOf } from './caller.ts';
import { eventAnswer, templateAnswer } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, NOTHING, noteOf, OF_ITEM } from './route-tools.ts';

const closed = { additionalProperties: false } as const;
const NAME = { max: 120, lines: 1 } as const;

/** Templates: the settings of an event kept under a name, and events made of them. */
export function templateRoutes(api: Api, { database, keeper, nowMs, publicUrl }: Desk): void {
  api.get(
    '/templates',
    {
      ...keeper.needs('analyst'),
      schema: {
        ...about('templates', 'listTemplates', 'Templates, by name'),
        response: { 200: Type.Object({ templates: Type.Array(TemplateShape) }, closed), ...ERRORS },
      },
    },
    async (request) => {
      const templates = await database.read((db) => listTemplates(db, callerOf(request).tenant));
      return { templates: templates.map(templateAnswer) };
    },
  );

  api.post(
    '/templates',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about(
          'templates',
          'createTemplate',
          'Keep the settings and polls of an event under a name, without times, password, people, keys',
        ),
        ...{ body: TemplateDraftShape, response: { 201: TemplateShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const name = allowed(request, checkText(request.body.name, NAME)).text;
      const event = request.body.event as EventId;
      const { template } = await database.write(async (db) => {
        const made = allowed(request, await keepTemplate(db, caller.tenant, event, { name, createdBy: caller.actor.id }, nowMs()));
        await writeAudit(db, noteOf(caller, 'template.made', nowMs(), { event, subject: made.template.id, facts: { name } }));
        return made;
      });
      return reply.code(201).send(templateAnswer(template));
    },
  );

  api.patch(
    '/templates/:id',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('templates', 'renameTemplate', 'Rename a template'),
        ...{ params: OF_ITEM, body: TemplateNameShape, response: { 200: TemplateShape, ...ERRORS } },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = request.params;
      const name = allowed(request, checkText(request.body.name, NAME)).text;
      const { template } = await database.write(async (db) => {
        const renamed = allowed(request, found(request, await renameTemplate(db, caller.tenant, id, name)));
        await writeAudit(db, noteOf(caller, 'template.renamed', nowMs(), { subject: id, facts: { name } }));
        return renamed;
      });
      return templateAnswer(template);
    },
  );

  api.delete(
    '/templates/:id',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('templates', 'deleteTemplate', 'Delete a template; events made from it stay'),
        ...{ params: OF_ITEM, response: { 204: NOTHING, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { id } = request.params;
      await database.write(async (db) => {
        const { name } = found(request, await getTemplate(db, caller.tenant, id));
        await deleteTemplate(db, caller.tenant, id);
        await writeAudit(db, noteOf(caller, 'template.deleted', nowMs(), { subject: id, facts: { name } }));
      });
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/templates/:id/event',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('templates', 'createEventFromTemplate', 'Create a draft with the settings and polls of a template'),
        ...{ params: OF_ITEM, body: FromTemplateShape, response: { 201: EventShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { id } = request.params;
      const { slug, startsAt = null } = request.body;
      allowed(request, checkSlug(slug));
      const title = allowed(request, checkText(request.body.title, { max: 200, lines: 1 })).text;
      const startsAtMs = startsAt === null ? null : readInstant(startsAt);
      if (startsAtMs === undefined) throw deny(request, refuse('ROOM_BAD_REQUEST', { where: 'startsAt' }));
      const { event } = await database.write(async (db) => {
        const template = found(request, await getTemplate(db, caller.tenant, id));
        const made = allowed(
          request,
          await createEventFrom(db, template, { slug, title, startsAtMs, createdBy: caller.actor.id }, nowMs()),
        );
        await writeAudit(db, noteOf(caller, 'event.created', nowMs(), { event: made.event.id, subject: id, facts: { slug } }));
        return made;
      });
      return reply.code(201).send(eventAnswer(event, publicUrl));
    },
  );
}
