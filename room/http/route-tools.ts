/** What the organisers' routes have in common. */
import { Type } from 'typebox';
import type { AuditAct } from '../../core/contracts/room/audit-acts.ts';
import { IdText } from '../../core/contracts/room/ids.ts';
import type { EventId } from '../../core/contracts/room/ids.ts';
import { ErrorShape } from '../../core/contracts/room/organiser.ts';
import type { AuditNote } from '../db/audit.ts';
import type { SecretSeal } from '../db/sealed-secrets.ts';
import type { OrganiserOptions } from './api.ts';
import type { Caller } from './caller.ts';
import type { Doorkeeper } from './doorkeeper.ts';

/** What a file of routes is given. */
export interface Desk extends OrganiserOptions {
  readonly keeper: Doorkeeper;
  readonly secretSeal: SecretSeal;
  /** Whole ms, as they are stored. */
  readonly nowMs: () => number;
}

const closed = { additionalProperties: false } as const;

/** Every route may say no. */
export const ERRORS = { '4xx': ErrorShape, '5xx': ErrorShape } as const;
/** An answer without content. */
export const NOTHING = Type.Null({ description: 'done' });
export const OF_EVENT = Type.Object({ event: IdText }, closed);
export const OF_EVENT_ITEM = Type.Object({ event: IdText, id: IdText }, closed);
export const OF_ITEM = Type.Object({ id: IdText }, closed);
/** One page of a list: at most so many, after what the page before ended with (`next`). */
export const PAGE = Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), from: Type.Optional(IdText) }, closed);
export const DEFAULT_LIMIT = 50;

/** A list, and where its next page begins; null: it was the last. */
export function pageOf<const Name extends string, Item extends Parameters<typeof Type.Array>[0]>(name: Name, item: Item) {
  return Type.Object(
    { [name]: Type.Array(item), next: Type.Union([IdText, Type.Null()]) } as Record<Name, ReturnType<typeof Type.Array<Item>>> & {
      next: ReturnType<typeof Type.Union<[typeof IdText, ReturnType<typeof Type.Null>]>>;
    },
    closed,
  );
}

/** Where the next page begins. */
export function nextOf(rows: readonly { readonly id: string }[], limit: number): string | null {
  return rows.length < limit ? null : (rows.at(-1)?.id ?? null);
}

/** What the API's description says of a route. `open`: nobody has to be signed in. */
export function about(tag: string, operationId: string, summary: string, open?: 'open') {
  return { tags: [tag], operationId, summary, ...(open === undefined ? {} : { security: [] }) };
}

/** Headers of a list for a spreadsheet, which browsers keep as a file. @param name of the file, without `.csv`. */
export function csvHeaders(name: string) {
  return { 'content-disposition': `attachment; filename="${name}.csv"`, 'content-type': 'text/csv; charset=utf-8' };
}

/** What is written to the audit log of something done by rights. */
export function noteOf(
  caller: Caller,
  act: AuditAct,
  atMs: number,
  more: {
    readonly event?: EventId;
    readonly subject?: string;
    readonly facts?: AuditNote['facts'];
    readonly texts?: AuditNote['texts'];
  } = {},
): AuditNote {
  const { event = null, subject = null, facts = {}, texts } = more;
  return { tenant: caller.tenant, atMs, by: caller.actor, act, event, subject, facts, ...(texts === undefined ? {} : { texts }) };
}
