import { Type } from 'typebox';
import { csvText } from '../../core/contracts/csv.ts';
import { RegistrationShape } from '../../core/contracts/room/organiser.ts';
import { writeAudit } from '../db/audit.ts';
import { everyRow } from '../db/every-row.ts';
import type { Registration } from '../db/registrations.ts';
import { listRegistrations } from '../db/registrations.ts';
import { instantText } from '../event/event-times.ts';
import type { Api } from './api.ts';
import { callerOf } from './caller.ts';
import { eventOf } from './event-of.ts';
import { registrationAnswer } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, csvHeaders, DEFAULT_LIMIT, ERRORS, nextOf, noteOf, OF_EVENT, PAGE, pageOf } from './route-tools.ts';

/** What everybody is asked before the organiser's own fields. */
const OWN_COLUMNS = ['first_name', 'last_name', 'email'];

/** Who has registered. */
export function registrationRoutes(api: Api, desk: Desk): void {
  const { database, keeper, nowMs } = desk;

  api.get(
    '/events/:event/registrations',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('registrations', 'listRegistrations', 'Who has registered, in order of arrival'),
        ...{ params: OF_EVENT, querystring: PAGE, response: { 200: pageOf('registrations', RegistrationShape), ...ERRORS } },
      },
    },
    async (request) => {
      const { limit = DEFAULT_LIMIT, from } = request.query;
      const rows = await database.read(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        return listRegistrations(db, tenant, id, { limit, ...(from === undefined ? {} : { after: from }) });
      });
      return { registrations: rows.map(registrationAnswer), next: nextOf(rows, limit) };
    },
  );

  api.get(
    '/events/:event/registrations.csv',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('registrations', 'exportRegistrations', 'The same for a spreadsheet (RFC 4180, UTF-8)'),
        produces: ['text/csv'],
        params: OF_EVENT,
        response: { 200: Type.String({ description: 'CSV' }), ...ERRORS },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const event = await database.write(async (db) => {
        const found = await eventOf(db, request, request.params.event);
        await writeAudit(db, noteOf(caller, 'registrations.exported', nowMs(), { event: found.id }));
        return found;
      });
      const fields = event.settings.registration.fields.filter(({ key }) => !OWN_COLUMNS.includes(key));
      const columns = [...OWN_COLUMNS, ...fields.map(({ key }) => key)];
      const rows = await everyRow<Registration>((limit, last) =>
        database.read((db) => listRegistrations(db, event.tenant, event.id, { limit, ...(last === undefined ? {} : { after: last.id }) })),
      );
      // as the organiser has called them: whoever opens the list has never seen our keys
      const head = [...OWN_COLUMNS, ...fields.map(({ key, label }) => (label.trim() === '' ? key : label))];
      return reply.headers(csvHeaders(`${event.slug}-registrations`)).send(
        csvText(
          [...head, 'consent_version', 'language', 'registered_at'],
          rows.map((row) => cellsOf(row, columns)),
        ),
      );
    },
  );
}

function cellsOf({ answers, email, consentVersion, language, createdAtMs }: Registration, columns: readonly string[]): readonly string[] {
  const given = columns.map((key) => answers[key] ?? (key === 'email' ? (email ?? '') : ''));
  return [...given, consentVersion === null ? '' : String(consentVersion), language, instantText(createdAtMs) ?? ''];
}
