/** Ids of the room's world. All are made by the server but {@link ClientId}; all are opaque, URL-safe and never reused. */
import { Type } from 'typebox';

type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** What people come to, once, at a time. */
export type EventId = Brand<string, 'EventId'>;
/** An organisation; every row of the database belongs to one. */
export type TenantId = Brand<string, 'TenantId'>;
/** A person who signs in to the studio. */
export type AccountId = Brand<string, 'AccountId'>;
/** The right of one person to be at one event. In the room it IS the person: one ticket, one vote. */
export type TicketId = Brand<string, 'TicketId'>;
export type PollId = Brand<string, 'PollId'>;
export type QuestionId = Brand<string, 'QuestionId'>;
/** Names what a client sends, made by the client (UUIDv7, RFC 9562): the same id again is the same act and gets the same answer. */
export type ClientId = Brand<string, 'ClientId'>;
/** A room's history has a life: when it is lost (a restored database), the epoch changes. */
export type Epoch = Brand<string, 'Epoch'>;

/** A place in a room's feed: the first entry has 1; 0 is before all. Without holes. */
export interface Position {
  readonly epoch: Epoch;
  readonly offset: number;
}

/** RFC 9562, lower case. */
export const UUID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';
const uuid = new RegExp(UUID_PATTERN);

/** Whether `text` has the form of an id. */
export function isIdText(text: string): boolean {
  return uuid.test(text);
}

/** @returns the checked id, or undefined when `text` cannot be one. */
export const asEventId = (text: string): EventId | undefined => (uuid.test(text) ? (text as EventId) : undefined);
/** @returns the checked id, or undefined when `text` cannot be one. */
export const asTicketId = (text: string): TicketId | undefined => (uuid.test(text) ? (text as TicketId) : undefined);
/** @returns the checked id, or undefined when `text` cannot be one. */
export const asPollId = (text: string): PollId | undefined => (uuid.test(text) ? (text as PollId) : undefined);
/** @returns the checked id, or undefined when `text` cannot be one. */
export const asQuestionId = (text: string): QuestionId | undefined => (uuid.test(text) ? (text as QuestionId) : undefined);
/** @returns the checked id, or undefined when `text` cannot be one. */
export const asClientId = (text: string): ClientId | undefined => (uuid.test(text) ? (text as ClientId) : undefined);

export const IdText = Type.String({ pattern: UUID_PATTERN });
export const OffsetNumber = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const PositionShape = Type.Object({ epoch: IdText, offset: OffsetNumber }, { additionalProperties: false });

/** Unix ms of the stage's clock (EXT-X-PROGRAM-DATE-TIME): when a viewer's own picture gets there, the thing happens for that viewer. */
export const ProgrammeMs = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });
