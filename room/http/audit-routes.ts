import { Type } from 'typebox';
import type { EventId } from '../../core/contracts/room/ids.ts';
import { IdText } from '../../core/contracts/room/ids.ts';
import { AuditEntryShape } from '../../core/contracts/room/organiser.ts';
import { readAudit } from '../db/audit.ts';
import type { Api } from './api.ts';
import { callerOf } from './caller.ts';
import { auditAnswer } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, DEFAULT_LIMIT, ERRORS, nextOf, PAGE, pageOf } from './route-tools.ts';

/** The audit log: it is read, and nothing else. */
export function auditRoutes(api: Api, { database, keeper }: Desk): void {
  api.get(
    '/audit',
    {
      ...keeper.needs('owner'),
      schema: {
        ...about('audit', 'readAudit', 'Who did what with special rights, the newest first'),
        querystring: Type.Object({ ...PAGE.properties, event: Type.Optional(IdText) }, { additionalProperties: false }),
        response: { 200: pageOf('entries', AuditEntryShape), ...ERRORS },
      },
    },
    async (request) => {
      const { limit = DEFAULT_LIMIT, from, event } = request.query;
      const options = {
        limit,
        ...(from === undefined ? {} : { before: from }),
        ...(event === undefined ? {} : { event: event as EventId }),
      };
      const rows = await database.read((db) => readAudit(db, callerOf(request).tenant, options));
      return { entries: rows.map(auditAnswer), next: nextOf(rows, limit) };
    },
  );
}
