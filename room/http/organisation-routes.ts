import { Type } from 'typebox';
import { OrganisationShape } from '../../core/contracts/room/organiser.ts';
import { checkText } from '../chat/text.ts';
import { writeAudit } from '../db/audit.ts';
import { getRetention, setRetention } from '../db/house-rules.ts';
import type { Db } from '../db/database.ts';
import { renameTenant, tenantName } from '../db/tenants.ts';
import type { TenantId } from '../../core/contracts/room/ids.ts';
import type { Api } from './api.ts';
import { allowed } from './answers.ts';
import { callerOf } from './caller.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, noteOf } from './route-tools.ts';

const closed = { additionalProperties: false } as const;

/** What an organisation is called, and what its new events take from it. */
export function organisationRoutes(api: Api, { database, keeper, nowMs }: Desk): void {
  const organisation = async (db: Db, tenant: TenantId) => ({
    name: await tenantName(db, tenant),
    retention: await getRetention(db, tenant),
  });

  api.get(
    '/organisation',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('organisation', 'getOrganisation', 'What the organisation is called, and how long new events keep things'),
        response: { 200: OrganisationShape, ...ERRORS },
      },
    },
    (request) => database.read((db) => organisation(db, callerOf(request).tenant)),
  );

  api.patch(
    '/organisation',
    {
      ...keeper.needs('owner'),
      schema: {
        ...about('organisation', 'changeOrganisation', 'Change the name of the organisation, or how long new events keep things'),
        ...{ body: Type.Partial(OrganisationShape, closed), response: { 200: OrganisationShape, ...ERRORS } },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { retention } = request.body;
      const name =
        request.body.name === undefined ? undefined : allowed(request, checkText(request.body.name, { max: 120, lines: 1 })).text;
      return database.write(async (db) => {
        if (name !== undefined) await renameTenant(db, caller.tenant, name);
        if (retention !== undefined) await setRetention(db, caller.tenant, retention);
        const facts = { ...(name === undefined ? {} : { name }), ...(retention === undefined ? {} : { retention }) };
        if (Object.keys(facts).length > 0) await writeAudit(db, noteOf(caller, 'organisation.changed', nowMs(), { facts }));
        return organisation(db, caller.tenant);
      });
    },
  );
}
