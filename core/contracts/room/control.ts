/** What the control room asks besides the rest of the organisers' API. Schema and type in one. */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import { EVENT_STATES } from './entries.ts';
import { IdText } from './ids.ts';
import { ROOM_ROLES } from './roles.ts';

const closed = { additionalProperties: false } as const;
const role = Type.Enum([...ROOM_ROLES]);

/** `ticket`: the one before, whose session goes on. */
export const PassRequestShape = Type.Object({ ticket: Type.Optional(Type.String({ minLength: 16, maxLength: 1_024 })) }, closed);

/** A member of the staff comes into the room and to the picture: {@link import('./join.ts').Joined}. Good for a few minutes at the picture; asked for again in time. */
export const PassShape = Type.Object(
  {
    ticket: Type.String(),
    ticketExpiresAtMs: Type.Number(),
    you: Type.Object({ id: IdText, name: Type.String(), role }, closed),
    event: Type.Object({ id: IdText, stream: Type.String(), state: Type.Enum([...EVENT_STATES]) }, closed),
    media: Type.Object({ prefix: Type.String(), expiresAtMs: Type.Union([Type.Number(), Type.Null()]) }, closed),
    nowMs: Type.Number(),
  },
  closed,
);
export type Pass = Static<typeof PassShape>;

/** Somebody who has come, for those who moderate. */
export const PersonShape = Type.Object(
  { id: IdText, name: Type.String(), role, isBanned: Type.Boolean(), mutedUntilMs: Type.Integer({ description: '0: not muted. Unix ms' }) },
  closed,
);
export type Person = Static<typeof PersonShape>;
export const PeopleQueryShape = Type.Object({ search: Type.Optional(Type.String({ maxLength: 100 })) }, closed);

/** What of a stream's life only its transcoder knows. */
export const TranscodingShape = Type.Object(
  {
    lagMs: Type.Union([Type.Number(), Type.Null()], { description: 'the slowest encode behind the source; null: none runs' }),
    shed: Type.Integer({ description: 'rungs left out because the machine does not keep up' }),
  },
  closed,
);
export type Transcoding = Static<typeof TranscodingShape>;
export const TranscodingAnswerShape = Type.Object(
  {
    isSlateHeld: Type.Boolean({ description: 'the host has put the slate on; it stays until it is taken off or the event ends' }),
    transcoding: Type.Union([TranscodingShape, Type.Null()], { description: 'null: there is nothing of the stream here' }),
  },
  closed,
);
export type TranscodingAnswer = Static<typeof TranscodingAnswerShape>;
export const SlateShape = Type.Object({ isHeld: Type.Boolean() }, closed);
