/** What organisers ask of the API (`/api/…`) and what they are answered, besides events, polls and acts. Schema and type in one; times are ISO 8601 in UTC. */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import { EVENT_STATES, ROOM_AUDIENCES } from './entries.ts';
import { ACCESS_KINDS, EventDraftShape, EventSettingsShape, InstantShape, LANGUAGES } from './event.ts';
import { IdText, OffsetNumber } from './ids.ts';
import { PollDraftShape } from './polls.ts';
import { ACCOUNT_ROLES, ROOM_ROLES } from './roles.ts';

const closed = { additionalProperties: false } as const;
const line = (maxLength: number, minLength = 1) => Type.String({ minLength, maxLength });
const instant = Type.String({ description: 'ISO 8601, UTC' });
/** A moment, or that there was none. */
export const instantOrNull = Type.Union([instant, Type.Null()]);
const role = Type.Enum([...ACCOUNT_ROLES]);
const language = Type.Enum([...LANGUAGES]);
const email = line(254, 3);
const password = line(400);
/** Digits of an authenticator app. */
const code = Type.Optional(Type.String({ maxLength: 20 }));
const secret = Type.String({ description: 'shown this once' });

export const ErrorShape = Type.Object(
  { code: Type.String(), message: Type.String(), retryable: Type.Boolean() },
  { ...closed, description: 'the code is for ever; the sentence is for a person, in the language of the account or of the browser' },
);

/** The first owner, with the token of the link that was printed at the first start. */
export const SetupShape = Type.Object({ token: line(100), organisation: line(120), name: line(200), email, password, language }, closed);
export const SignInShape = Type.Object({ email, password, code }, closed);
/** `organisation`: its name. `isProved`: the password was given a moment ago. */
export const MeShape = Type.Object(
  {
    ...{ id: IdText, email: Type.String(), name: Type.String(), role, language, hasTotp: Type.Boolean() },
    ...{ organisation: Type.String(), isProved: Type.Boolean() },
  },
  closed,
);
export type Me = Static<typeof MeShape>;
export const MeChangeShape = Type.Object({ name: Type.Optional(line(200)), language: Type.Optional(language) }, closed);
export const ProofShape = Type.Object({ password }, closed);
export const PasswordChangeShape = Type.Object({ password, newPassword: password }, closed);
/** With the token of a link that the operator printed. */
export const PasswordResetShape = Type.Object({ token: line(200), password }, closed);
/** `ticket` proves to the next step that the secret is of our making. */
export const TotpBeginShape = Type.Object({ secret, uri: Type.String(), ticket: Type.String() }, closed);
export const TotpConfirmShape = Type.Object({ secret: line(64), ticket: line(200), code: line(20) }, closed);
export const SessionShape = Type.Object(
  { id: Type.String(), isThis: Type.Boolean(), createdAt: instant, seenAt: instant, expiresAt: instant },
  closed,
);
export type SessionAnswer = Static<typeof SessionShape>;

/** `addedBy`: the name of who invited them; null: nobody, or an account that is gone. */
export const AccountShape = Type.Object(
  {
    ...{ id: IdText, email: Type.String(), name: Type.String(), role, hasTotp: Type.Boolean(), isDisabled: Type.Boolean() },
    ...{ addedBy: Type.Union([Type.String(), Type.Null()]), createdAt: instant },
  },
  closed,
);
export type AccountAnswer = Static<typeof AccountShape>;
/** `hasTotp: false` takes the authenticator off, for somebody who has lost it. */
export const AccountChangeShape = Type.Object(
  { role: Type.Optional(role), isDisabled: Type.Optional(Type.Boolean()), hasTotp: Type.Optional(Type.Literal(false)) },
  closed,
);
export const InviteShape = Type.Object({ email, role }, closed);
export const InvitationShape = Type.Object(
  { id: IdText, email: Type.String(), role, invitedBy: Type.Union([Type.String(), Type.Null()]), expiresAt: instant },
  closed,
);
export type InvitationAnswer = Static<typeof InvitationShape>;
export const InvitedShape = Type.Object({ ...InvitationShape.properties, link: secret }, closed);
export const AcceptShape = Type.Object({ token: line(100), name: line(200), password, language }, closed);

export const ApiKeyDraftShape = Type.Object({ label: line(120), role }, closed);
export const ApiKeyShape = Type.Object({ id: IdText, label: Type.String(), role, createdAt: instant, usedAt: instantOrNull }, closed);
export type ApiKeyAnswer = Static<typeof ApiKeyShape>;
export const NewApiKeyShape = Type.Object({ ...ApiKeyShape.properties, key: secret }, closed);

const eventHead = {
  ...{ id: IdText, slug: Type.String(), title: Type.String(), state: Type.Enum([...EVENT_STATES]), access: Type.Enum([...ACCESS_KINDS]) },
  ...{ startsAt: instantOrNull, endsAt: instantOrNull, timeZone: Type.String() },
};
export const EventSummaryShape = Type.Object(eventHead, closed);
export type EventSummary = Static<typeof EventSummaryShape>;
export const EventShape = Type.Object(
  {
    ...{ ...eventHead, hasPassword: Type.Boolean(), settings: EventSettingsShape, watchUrl: Type.String() },
    ...{ createdAt: instant, changedAt: instant, wentLiveAt: instantOrNull, endedAt: instantOrNull },
  },
  closed,
);
export type EventAnswer = Static<typeof EventShape>;
/** Which events are looked for. `search`: words that stand in the title or the name in links, whatever their case and accents. `startsFrom` until before `startsBefore`: when they begin. */
export const EventsSoughtShape = Type.Object(
  {
    ...{ search: Type.Optional(Type.String({ maxLength: 100 })), state: Type.Optional(Type.Enum([...EVENT_STATES])) },
    ...{ startsFrom: Type.Optional(InstantShape), startsBefore: Type.Optional(InstantShape) },
  },
  closed,
);
export type EventsSought = Static<typeof EventsSoughtShape>;
export const DuplicateShape = Type.Object({ slug: line(50), title: line(200) }, closed);
export const StepShape = Type.Object({ state: Type.Enum([...EVENT_STATES]) }, closed);

/** Settings of an event under a name. Of an agenda and polls only how many there are. */
export const TemplateShape = Type.Object(
  {
    ...{ id: IdText, name: Type.String(), access: Type.Enum([...ACCESS_KINDS]), timeZone: Type.String(), language },
    ...{ agenda: Type.Integer(), polls: Type.Integer(), createdAt: instant },
  },
  closed,
);
export type TemplateAnswer = Static<typeof TemplateShape>;
/** `event`: whose settings and polls are kept. */
export const TemplateDraftShape = Type.Object({ name: line(120), event: IdText }, closed);
export const TemplateNameShape = Type.Object({ name: line(120) }, closed);
/** The agenda of the template is told from `startsAt`. */
export const FromTemplateShape = Type.Object(
  { ...DuplicateShape.properties, startsAt: Type.Optional(EventDraftShape.properties.startsAt) },
  closed,
);

/** `retention`: of new events; those that are there keep theirs. */
export const OrganisationShape = Type.Object({ name: line(120), retention: EventSettingsShape.properties.retention }, closed);
export type Organisation = Static<typeof OrganisationShape>;

/** `path`: on this site, for settings. */
export const PictureShape = Type.Object(
  { path: Type.String(), type: Type.String(), width: Type.Integer(), height: Type.Integer(), sizeBytes: Type.Integer() },
  closed,
);
export type PictureAnswer = Static<typeof PictureShape>;

export const StreamKeyDraftShape = Type.Object(
  { slot: Type.Enum(['primary', 'backup', 'rehearsal']), label: Type.Optional(line(120, 0)) },
  closed,
);
export const StreamKeyShape = Type.Object({ id: IdText, slot: Type.String(), label: Type.String(), createdAt: instant }, closed);
export type StreamKeyAnswer = Static<typeof StreamKeyShape>;
export const NewStreamKeyShape = Type.Object({ ...StreamKeyShape.properties, key: secret }, closed);

/** A token for each person of the list. */
export const TokenDraftShape = Type.Object(
  {
    people: Type.Array(
      Type.Object({ name: line(200, 0), role: Type.Optional(Type.Enum(['attendee', 'presenter', 'moderator'])) }, closed),
      {
        ...{ minItems: 1, maxItems: 1_000 },
      },
    ),
  },
  closed,
);
export const TokenShape = Type.Object(
  { id: IdText, name: Type.String(), role: Type.Enum([...ROOM_ROLES]), createdAt: instant, isRevoked: Type.Boolean() },
  closed,
);
export type TokenAnswer = Static<typeof TokenShape>;
export const NewTokenShape = Type.Object({ ...TokenShape.properties, token: secret, link: secret }, closed);

export const RegistrationShape = Type.Object(
  {
    ...{ id: IdText, ticket: IdText, email: Type.Union([Type.String(), Type.Null()]) },
    ...{ answers: Type.Record(Type.String(), Type.String()), consentVersion: Type.Union([Type.Integer(), Type.Null()]) },
    ...{ language: Type.String(), createdAt: instant },
  },
  closed,
);
export type RegistrationAnswer = Static<typeof RegistrationShape>;

/** Somebody who registered with the address that was asked for. */
export const FoundPersonShape = Type.Object({ id: IdText, name: Type.String(), event: IdText, eventTitle: Type.String() }, closed);

/** Everything that is kept of one person at one event. */
export const PersonExportShape = Type.Object(
  {
    person: Type.Object(
      {
        ...{ id: IdText, name: Type.String(), role: Type.Enum([...ROOM_ROLES]), kind: Type.String() },
        ...{ createdAt: instant, revokedAt: instantOrNull },
      },
      closed,
    ),
    registration: Type.Union([
      Type.Object(
        {
          ...{ email: Type.Union([Type.String(), Type.Null()]), answers: Type.Record(Type.String(), Type.String()) },
          ...{ language: Type.String(), createdAt: instant },
          consent: Type.Union([Type.Object({ version: Type.Integer(), text: Type.String() }, closed), Type.Null()]),
        },
        closed,
      ),
      Type.Null(),
    ]),
    sessions: Type.Array(Type.Object({ began: instant, renewed: instant }, closed)),
    attendance: Type.Array(Type.Object({ came: instant, left: instantOrNull }, closed)),
    said: Type.Array(Type.Object({ at: instant, kind: Type.String(), text: Type.String() }, closed)),
    questions: Type.Array(
      Type.Object(
        { at: instant, text: Type.String(), isAnonymous: Type.Boolean(), answer: Type.Union([Type.String(), Type.Null()]) },
        closed,
      ),
    ),
    votes: Type.Array(
      Type.Object({ at: instant, question: Type.String(), options: Type.Array(Type.String()), choice: Type.Unknown() }, closed),
    ),
    /** What the staff wrote, or what of his they took away. */
    notes: Type.Array(Type.Object({ at: instant, act: Type.String(), kind: Type.String(), text: Type.String() }, closed)),
  },
  closed,
);
export type PersonExport = Static<typeof PersonExportShape>;

export const MessageShape = Type.Object(
  {
    ...{ offset: OffsetNumber, atMs: Type.Integer(), audience: Type.Enum([...ROOM_AUDIENCES]), id: IdText },
    author: Type.Object({ id: IdText, name: Type.String(), role: Type.Enum([...ROOM_ROLES]) }, closed),
    ...{ text: Type.String(), replyTo: Type.Optional(OffsetNumber) },
  },
  closed,
);
export type MessageAnswer = Static<typeof MessageShape>;

export const PollShape = Type.Object(
  {
    ...{ id: IdText, ...PollDraftShape.properties, state: Type.String() },
    ...{ openedAtMs: Type.Union([Type.Integer(), Type.Null()]), closesAtMs: Type.Union([Type.Integer(), Type.Null()]) },
    final: Type.Union([Type.Object({ voters: Type.Integer(), counts: Type.Array(Type.Integer()) }, closed), Type.Null()]),
  },
  closed,
);
export type PollAnswer = Static<typeof PollShape>;

/** What webhooks are called for; `*`: everything. */
export const WEBHOOK_KINDS = ['event.scheduled', 'event.live', 'event.ended', 'event.published', 'registration.added'] as const;
export const WebhookDraftShape = Type.Object(
  {
    url: Type.String({ pattern: '^https://', maxLength: 500 }),
    kinds: Type.Array(Type.Enum(['*', ...WEBHOOK_KINDS]), { minItems: 1, uniqueItems: true }),
  },
  closed,
);
export const WebhookShape = Type.Object({ id: IdText, url: Type.String(), kinds: Type.Array(Type.String()), createdAt: instant }, closed);
export type WebhookAnswer = Static<typeof WebhookShape>;
export const NewWebhookShape = Type.Object({ ...WebhookShape.properties, secret }, closed);
export const DeliveryShape = Type.Object(
  {
    ...{ id: IdText, kind: Type.String(), tries: Type.Integer(), createdAt: instant, doneAt: instantOrNull },
    ...{ outcome: Type.Union([Type.String(), Type.Null()]), note: Type.String() },
  },
  closed,
);
export type DeliveryAnswer = Static<typeof DeliveryShape>;

export const AuditEntryShape = Type.Object(
  {
    ...{ id: IdText, at: instant, act: Type.String(), event: Type.Union([IdText, Type.Null()]) },
    by: Type.Object(
      { kind: Type.String(), id: Type.String(), role: Type.String(), name: Type.Union([Type.String(), Type.Null()]) },
      closed,
    ),
    ...{ subject: Type.Union([Type.String(), Type.Null()]), facts: Type.Record(Type.String(), Type.Unknown()) },
    texts: Type.Array(Type.Object({ kind: Type.String(), text: Type.String() }, closed)),
  },
  closed,
);
export type AuditAnswer = Static<typeof AuditEntryShape>;
