/** The organisers' API (`/api/openapi.json`) as the studio calls it: one method a call, with the types of the contract. */
import type { Static } from 'typebox';
import type { EventState } from '../../core/contracts/room/entries.ts';
import type { EventDraft } from '../../core/contracts/room/event.ts';
import type { Encoders, Installation } from '../../core/contracts/room/installation.ts';
import type { PictureUse } from '../../core/contracts/room/limits.ts';
import type * as shapes from '../../core/contracts/room/organiser.ts';
import type {
  AccountAnswer,
  ApiKeyAnswer,
  AuditAnswer,
  DeliveryAnswer,
  EventAnswer,
  EventsSought,
  EventSummary,
  InvitationAnswer,
  Me,
  Organisation,
  PictureAnswer,
  RegistrationAnswer,
  SessionAnswer,
  StreamKeyAnswer,
  TemplateAnswer,
  TokenAnswer,
  WebhookAnswer,
} from '../../core/contracts/room/organiser.ts';
import type { Report } from '../../core/contracts/room/report.ts';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import type { Answer, Client } from './client.ts';

export type SetUp = Static<typeof shapes.SetupShape>;
export type Accept = Static<typeof shapes.AcceptShape>;
export type PasswordReset = Static<typeof shapes.PasswordResetShape>;
export type SignIn = Static<typeof shapes.SignInShape>;
export type TotpBegun = Static<typeof shapes.TotpBeginShape>;
export type NewEvent = Pick<EventDraft, 'title' | 'slug'> & Partial<EventDraft>;
export type EventChange = Partial<EventDraft> & { readonly ifChangedAt: string };
export type FromTemplate = Static<typeof shapes.FromTemplateShape>;
export type NewStreamKey = Static<typeof shapes.NewStreamKeyShape>;
export type NewApiKey = Static<typeof shapes.NewApiKeyShape>;
export type NewWebhook = Static<typeof shapes.NewWebhookShape>;
export type Invited = Static<typeof shapes.InvitedShape>;
export type StreamSlot = Static<typeof shapes.StreamKeyDraftShape>['slot'];
export type TokenDraft = Static<typeof shapes.TokenDraftShape>;
export type NewToken = Static<typeof shapes.NewTokenShape>;
export type WebhookKind = Static<typeof shapes.WebhookDraftShape>['kinds'][number];

/** A list under its name. */
type List<Name extends string, Item> = Readonly<Record<Name, readonly Item[]>>;
/** A page of a list; `next`: where the next begins, null after the last. */
export type Page<Name extends string, Item> = List<Name, Item> & { readonly next: string | null };

export class StudioApi {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  me = (): Promise<Answer<Me>> => this.#client.get('/me');
  setUp = (body: SetUp): Promise<Answer<Me>> => this.#client.send('POST', '/setup', body);
  resetPassword = (body: PasswordReset): Promise<Answer<null>> => this.#client.send('POST', '/password-reset', body);
  acceptInvitation = (body: Accept): Promise<Answer<Me>> => this.#client.send('POST', '/invitations/accept', body);
  signIn = (body: SignIn): Promise<Answer<Me>> => this.#client.send('POST', '/sign-in', body);
  signOut = (): Promise<Answer<null>> => this.#client.send('POST', '/sign-out');
  prove = (password: string): Promise<Answer<null>> => this.#client.send('POST', '/me/proof', { password });
  changeMe = (body: Partial<Pick<Me, 'name' | 'language'>>): Promise<Answer<Me>> => this.#client.send('PATCH', '/me', body);
  changePassword = (password: string, newPassword: string): Promise<Answer<null>> =>
    this.#client.send('POST', '/me/password', { password, newPassword });
  sessions = (): Promise<Answer<List<'sessions', SessionAnswer>>> => this.#client.get('/me/sessions');
  endSession = (id: string): Promise<Answer<null>> => this.#client.send('DELETE', `/me/sessions/${id}`);
  beginTotp = (): Promise<Answer<TotpBegun>> => this.#client.send('POST', '/me/totp/begin');
  startTotp = (begun: Pick<TotpBegun, 'secret' | 'ticket'>, code: string): Promise<Answer<null>> =>
    this.#client.send('POST', '/me/totp', { secret: begun.secret, ticket: begun.ticket, code });
  stopTotp = (): Promise<Answer<null>> => this.#client.send('DELETE', '/me/totp');

  accounts = (): Promise<Answer<List<'accounts', AccountAnswer>>> => this.#client.get('/accounts');
  changeAccount = (id: string, body: Static<typeof shapes.AccountChangeShape>): Promise<Answer<AccountAnswer>> =>
    this.#client.send('PATCH', `/accounts/${id}`, body);
  invitations = (): Promise<Answer<List<'invitations', InvitationAnswer>>> => this.#client.get('/invitations');
  invite = (email: string, role: AccountRole): Promise<Answer<Invited>> => this.#client.send('POST', '/invitations', { email, role });
  withdrawInvitation = (id: string): Promise<Answer<null>> => this.#client.send('DELETE', `/invitations/${id}`);
  audit = (from?: string): Promise<Answer<Page<'entries', AuditAnswer>>> => this.#client.get('/audit', { limit: 50, from });

  events = (sought: EventsSought, from?: string): Promise<Answer<Page<'events', EventSummary>>> =>
    this.#client.get('/events', { limit: 100, from, ...sought });
  event = (id: string): Promise<Answer<EventAnswer>> => this.#client.get(`/events/${id}`);
  createEvent = (body: NewEvent): Promise<Answer<EventAnswer>> => this.#client.send('POST', '/events', body);
  changeEvent = (id: string, body: EventChange): Promise<Answer<EventAnswer>> => this.#client.send('PATCH', `/events/${id}`, body);
  duplicateEvent = (id: string, body: Pick<EventDraft, 'title' | 'slug'>): Promise<Answer<EventAnswer>> =>
    this.#client.send('POST', `/events/${id}/duplicate`, body);
  moveEvent = (id: string, state: EventState): Promise<Answer<EventAnswer>> => this.#client.send('POST', `/events/${id}/state`, { state });
  deleteEvent = (id: string): Promise<Answer<null>> => this.#client.send('DELETE', `/events/${id}`);

  templates = (): Promise<Answer<List<'templates', TemplateAnswer>>> => this.#client.get('/templates');
  keepTemplate = (event: string, name: string): Promise<Answer<TemplateAnswer>> => this.#client.send('POST', '/templates', { event, name });
  renameTemplate = (id: string, name: string): Promise<Answer<TemplateAnswer>> => this.#client.send('PATCH', `/templates/${id}`, { name });
  deleteTemplate = (id: string): Promise<Answer<null>> => this.#client.send('DELETE', `/templates/${id}`);
  createEventFrom = (template: string, body: FromTemplate): Promise<Answer<EventAnswer>> =>
    this.#client.send('POST', `/templates/${template}/event`, body);
  addPicture = (file: Blob, use: PictureUse): Promise<Answer<PictureAnswer>> => this.#client.sendFile(`/pictures?for=${use}`, file);
  organisation = (): Promise<Answer<Organisation>> => this.#client.get('/organisation');
  changeOrganisation = (body: Partial<Organisation>): Promise<Answer<Organisation>> => this.#client.send('PATCH', '/organisation', body);

  streamKeys = (event: string): Promise<Answer<List<'keys', StreamKeyAnswer>>> => this.#client.get(`/events/${event}/stream-keys`);
  createStreamKey = (event: string, slot: StreamSlot, label: string): Promise<Answer<NewStreamKey>> =>
    this.#client.send('POST', `/events/${event}/stream-keys`, { slot, label });
  revokeStreamKey = (event: string, id: string): Promise<Answer<null>> => this.#client.send('DELETE', `/events/${event}/stream-keys/${id}`);
  encoders = (event: string): Promise<Answer<Encoders>> => this.#client.get(`/events/${event}/encoder`);

  registrations = (event: string, from?: string): Promise<Answer<Page<'registrations', RegistrationAnswer>>> =>
    this.#client.get(`/events/${event}/registrations`, { limit: 200, from });
  /** Where the list for a spreadsheet is. */
  registrationsFile = (event: string): string => `/api/events/${event}/registrations.csv`;
  /** Forgets somebody: his registration, what he said, his way in. */
  forgetPerson = (event: string, person: string): Promise<Answer<null>> => this.#client.send('DELETE', `/events/${event}/people/${person}`);
  tokens = (event: string, from?: string): Promise<Answer<Page<'tokens', TokenAnswer>>> =>
    this.#client.get(`/events/${event}/tokens`, { limit: 200, from });
  createTokens = (event: string, people: TokenDraft['people']): Promise<Answer<List<'tokens', NewToken>>> =>
    this.#client.send('POST', `/events/${event}/tokens`, { people });
  revokeToken = (event: string, id: string): Promise<Answer<null>> => this.#client.send('DELETE', `/events/${event}/tokens/${id}`);
  report = (event: string): Promise<Answer<Report>> => this.#client.get(`/events/${event}/report`);
  /** Where the list of who was there is, for a spreadsheet. */
  attendanceFile = (event: string): string => `/api/events/${event}/attendance.csv`;

  installation = (): Promise<Answer<Installation>> => this.#client.get('/installation');
  apiKeys = (): Promise<Answer<List<'keys', ApiKeyAnswer>>> => this.#client.get('/api-keys');
  createApiKey = (label: string, role: AccountRole): Promise<Answer<NewApiKey>> => this.#client.send('POST', '/api-keys', { label, role });
  revokeApiKey = (id: string): Promise<Answer<null>> => this.#client.send('DELETE', `/api-keys/${id}`);
  webhooks = (): Promise<Answer<List<'webhooks', WebhookAnswer>>> => this.#client.get('/webhooks');
  createWebhook = (url: string, kinds: readonly WebhookKind[]): Promise<Answer<NewWebhook>> =>
    this.#client.send('POST', '/webhooks', { url, kinds });
  removeWebhook = (id: string): Promise<Answer<null>> => this.#client.send('DELETE', `/webhooks/${id}`);
  deliveries = (id: string): Promise<Answer<List<'deliveries', DeliveryAnswer>>> => this.#client.get(`/webhooks/${id}/deliveries`);
  redeliver = (id: string, delivery: string): Promise<Answer<null>> =>
    this.#client.send('POST', `/webhooks/${id}/deliveries/${delivery}/again`);
}
