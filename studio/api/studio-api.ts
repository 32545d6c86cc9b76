/** The organisers' API (`/api/openapi.json`) as the studio calls it: one method a call, with the types of the contract. */
import type { Static } from 'typebox';
import type * as shapes from '../../core/contracts/room/organiser.ts';
import type { EventSummary, Me } from '../../core/contracts/room/organiser.ts';
import type { Answer, Client } from './client.ts';

export type SetUp = Static<typeof shapes.SetupShape>;
export type Accept = Static<typeof shapes.AcceptShape>;
export type SignIn = Static<typeof shapes.SignInShape>;

/** A page of a list; `next`: where the next begins, null after the last. */
type Page<Name extends string, Item> = Readonly<Record<Name, readonly Item[]>> & { readonly next: string | null };

export class StudioApi {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  me = (): Promise<Answer<Me>> => this.#client.get('/me');
  setUp = (body: SetUp): Promise<Answer<Me>> => this.#client.send('POST', '/setup', body);
  acceptInvitation = (body: Accept): Promise<Answer<Me>> => this.#client.send('POST', '/invitations/accept', body);
  signIn = (body: SignIn): Promise<Answer<Me>> => this.#client.send('POST', '/sign-in', body);
  signOut = (): Promise<Answer<null>> => this.#client.send('POST', '/sign-out');
  prove = (password: string): Promise<Answer<null>> => this.#client.send('POST', '/me/proof', { password });

  events = (from?: string): Promise<Answer<Page<'events', EventSummary>>> => this.#client.get('/events', { limit: 100, from });
}
