/** An event as the organiser keeps it and as a visitor sees it before he is in. Schema and type in one; used by the API, the studio and the watch page. */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import { CHAT_MODES, LAYOUTS } from './entries.ts';

const closed = { additionalProperties: false } as const;
const line = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength });
/** Of something on this site. */
const ownPath = Type.String({ pattern: '^/[A-Za-z0-9]', maxLength: 200 });
const colour = Type.String({ pattern: '^#[0-9a-fA-F]{6}$' });
/** ISO 8601 in UTC, whole seconds or ms. */
export const InstantShape = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{3})?Z$' });

export const LANGUAGES = ['en', 'de', 'fr', 'pl', 'ru', 'fa'] as const;
/** There is a catalogue of sentences for each. */
export type Language = (typeof LANGUAGES)[number];

export const ACCESS_KINDS = ['open', 'password', 'token', 'registration'] as const;
/** open: anybody with the link; password: one for all; token: one a person; registration: a form, then a ticket. */
export type AccessKind = (typeof ACCESS_KINDS)[number];

export const FieldShape = Type.Object(
  {
    key: Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }),
    label: line(120, 1),
    kind: Type.Enum(['text', 'email', 'choice', 'yes-no']),
    isRequired: Type.Boolean(),
    options: Type.Optional(Type.Array(line(120, 1), { minItems: 2, maxItems: 50 })),
  },
  closed,
);

export const AgendaItemShape = Type.Object(
  { startsAt: InstantShape, title: line(200, 1), speaker: Type.Optional(line(120)), details: Type.Optional(line(1_000)) },
  closed,
);

/** Everything that can be set ahead. */
export const EventSettingsShape = Type.Object(
  {
    description: line(5_000),
    language: Type.Enum([...LANGUAGES]),
    agenda: Type.Array(AgendaItemShape, { maxItems: 100 }),
    waitingRoom: Type.Object(
      {
        message: line(2_000),
        opensMinutesBefore: Type.Integer({ minimum: 0, maximum: 10_080 }),
        /** Behind the time that is left; null: the event's colour. */
        picture: Type.Union([ownPath, Type.Null()]),
      },
      closed,
    ),
    registration: Type.Object(
      { fields: Type.Array(FieldShape, { maxItems: 30 }), capacity: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]) },
      closed,
    ),
    /** A new text gets a new version by itself; what a person agreed to is kept with the version. */
    consent: Type.Object({ text: line(10_000), version: Type.Integer({ minimum: 0 }) }, closed),
    branding: Type.Object({ brand: colour, brand2: colour, logo: Type.Union([ownPath, Type.Null()]), slateText: line(120) }, closed),
    room: Type.Object(
      {
        chat: Type.Enum([...CHAT_MODES]),
        slowSeconds: Type.Integer({ minimum: 0, maximum: 120 }),
        links: Type.Boolean(),
        reactions: Type.Boolean(),
        questions: Type.Boolean(),
        moderateQuestions: Type.Boolean(),
        anonymousQuestions: Type.Boolean(),
        readablePerSecond: Type.Integer({ minimum: 0, maximum: 100 }),
        layout: Type.Enum([...LAYOUTS]),
        words: Type.Array(line(60, 1), { maxItems: 500 }),
        /** Uses of a listed word until a person is muted for ten minutes. */
        strikes: Type.Integer({ minimum: 1, maximum: 20 }),
      },
      closed,
    ),
    ending: Type.Object(
      {
        kind: Type.Enum(['close', 'leave-open']),
        redirect: Type.Union([Type.String({ pattern: '^https://', maxLength: 500 }), Type.Null()]),
        thanks: line(1_000),
      },
      closed,
    ),
    embedOrigins: Type.Array(Type.String({ pattern: '^https://[a-z0-9.-]+(:\\d{1,5})?$', maxLength: 200 }), { maxItems: 50 }),
    retention: Type.Object(
      { chatDays: Type.Integer({ minimum: 1, maximum: 3_650 }), recordingDays: Type.Integer({ minimum: 1, maximum: 3_650 }) },
      closed,
    ),
  },
  closed,
);
export type EventSettings = Static<typeof EventSettingsShape>;
export type AgendaItem = Static<typeof AgendaItemShape>;
export type RegistrationField = Static<typeof FieldShape>;

/** What a new event starts from. */
export const DEFAULT_EVENT_SETTINGS: EventSettings = {
  description: '',
  language: 'en',
  agenda: [],
  waitingRoom: { message: '', opensMinutesBefore: 30, picture: null },
  registration: { fields: [], capacity: null },
  consent: { text: '', version: 0 },
  branding: { brand: '#2457d6', brand2: '#0f8f7e', logo: null, slateText: '' },
  room: {
    chat: 'everyone',
    slowSeconds: 0,
    links: false,
    reactions: true,
    questions: true,
    moderateQuestions: false,
    anonymousQuestions: true,
    readablePerSecond: 5,
    layout: 'picture-chat',
    words: [],
    strikes: 3,
  },
  ending: { kind: 'close', redirect: null, thanks: '' },
  embedOrigins: [],
  retention: { chatDays: 30, recordingDays: 90 },
};

/** What an organiser writes to make or change an event; the rest stays as it is. */
export const EventDraftShape = Type.Object(
  {
    title: line(200, 1),
    /** In links: `/watch/<slug>`. Also the name of its stream. Fixed once the event has been live. */
    slug: Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$' }),
    startsAt: Type.Union([InstantShape, Type.Null()]),
    endsAt: Type.Union([InstantShape, Type.Null()]),
    /** IANA name. */
    timeZone: line(60, 1),
    access: Type.Enum([...ACCESS_KINDS]),
    /** Set, not shown again; null takes it away. */
    password: Type.Optional(Type.Union([line(200, 6), Type.Null()])),
    settings: Type.Partial(EventSettingsShape, closed),
  },
  closed,
);
export type EventDraft = Static<typeof EventDraftShape>;
