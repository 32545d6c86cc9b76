/** Who is signed in, and the password once more before what is grave. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Me } from '../../core/contracts/room/organiser.ts';
import { type Ask, Client, type Failure } from '../api/client.ts';
import { StudioApi } from '../api/studio-api.ts';

/** undefined: not known yet. null: nobody. */
type Who = Me | null | undefined;

export class Session {
  readonly api: StudioApi;
  /** For calls that {@link StudioApi} has no method for. */
  readonly client: Client;
  readonly #who = signal<Who>(undefined);
  readonly #failure = signal<Failure | undefined>(undefined);
  readonly #wasSignedIn = signal(false);
  readonly #proof = signal<((isGiven: boolean) => void) | undefined>(undefined);

  constructor(ask: Ask) {
    this.client = new Client({ ask, onSignedOut: () => (this.#who.value = null), onProofNeeded: () => this.#askProof() });
    this.api = new StudioApi(this.client);
  }

  get who(): ReadonlySignal<Who> {
    return this.#who;
  }

  /** Why it is not known who is signed in. */
  get failure(): ReadonlySignal<Failure | undefined> {
    return this.#failure;
  }

  /** Somebody was signed in on this page and is not any more, without having asked for it. */
  get wasSignedIn(): ReadonlySignal<boolean> {
    return this.#wasSignedIn;
  }

  /** Somebody waits for the password: to be called with whether it was given. */
  get proof(): ReadonlySignal<((isGiven: boolean) => void) | undefined> {
    return this.#proof;
  }

  /** Asks who is signed in. */
  async begin(): Promise<void> {
    const answer = await this.api.me();
    if (answer.ok) this.enter(answer.value);
    else if (answer.failure.status !== 401) this.#failure.value = answer.failure;
  }

  /** Somebody has signed in, or has changed what is known of him. */
  enter(me: Me): void {
    this.#failure.value = undefined;
    this.#who.value = me;
    this.#wasSignedIn.value = true;
  }

  /** Signs out. @returns why not. */
  async leave(): Promise<Failure | undefined> {
    const answer = await this.api.signOut();
    if (!answer.ok && answer.failure.status !== 401) return answer.failure;
    this.#wasSignedIn.value = false;
    this.#who.value = null;
    return undefined;
  }

  #askProof(): Promise<boolean> {
    this.#proof.peek()?.(false);
    return new Promise((resolve) => {
      this.#proof.value = (isGiven) => {
        this.#proof.value = undefined;
        resolve(isGiven);
      };
    });
  }
}
