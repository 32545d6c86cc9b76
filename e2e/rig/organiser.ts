import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import type { PublicError } from '../../core/runtime/errors.ts';
import type { RunningPlenary } from './plenary.ts';

/** An event that was made for a test. */
export interface MadeEvent {
  readonly id: string;
  /** Where its encoder publishes to. */
  readonly publishUrl: string;
}

/** The first owner of an organisation, by the API alone. */
export class Organiser {
  readonly #plenary: RunningPlenary;
  #cookie = '';

  constructor(plenary: RunningPlenary) {
    this.#plenary = plenary;
  }

  /** Makes the account with the link that was printed. */
  async setUp(): Promise<void> {
    const [, token] = (await this.#plenary.setUpLink()).split('#setup=');
    const owner = { name: 'Olga Owner', email: 'olga@example.org', password: 'nine tall cranes wait 7', language: 'en' };
    await this.asks('POST', '/setup', { token, organisation: 'Acme Events', ...owner });
  }

  /** Whatever is answered, refusals too. */
  async tries<T>(method: string, path: string, body?: object): Promise<T & Partial<PublicError>> {
    const answer = await this.#fetch(method, path, body);
    return (await answer.json()) as T & Partial<PublicError>;
  }

  /** @throws Error when it is refused. */
  async asks<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.#fetch(method, path, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** An event on air that can be published to. @param more of the draft: access, settings. */
  async makeEvent(slug: string, title: string, more: object = {}): Promise<MadeEvent> {
    const startsAt = new Date(Date.now() + 60_000).toISOString();
    const draft = { title, slug, startsAt, endsAt: null, timeZone: 'UTC', access: 'open', settings: {}, ...more };
    const { id } = await this.asks<{ id: string }>('POST', '/events', draft);
    const { key } = await this.asks<{ key: string }>('POST', `/events/${id}/stream-keys`, { slot: 'primary', label: 'hall' });
    for (const state of ['scheduled', 'live']) await this.asks('POST', `/events/${id}/state`, { state });
    return { id, publishUrl: `${this.#plenary.facts().rtmp}/${key}` };
  }

  /** Does something in the room of an event: opens a poll, bans somebody. */
  async does(event: string, act: object): Promise<void> {
    await this.asks('POST', `/events/${event}/acts`, { id: uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10))), act });
  }

  /** A poll with one choice, whose result everybody sees. @returns its id */
  async makePoll(event: string, question: string, options: readonly string[]): Promise<string> {
    const asked = { kind: 'single', question, options, results: 'always', isTest: false, correct: [] };
    const { id } = await this.asks<{ id: string }>('POST', `/events/${event}/polls`, { ...asked, isChangeable: false, maxChoices: 1 });
    return id;
  }

  async #fetch(method: string, path: string, body?: object): Promise<Response> {
    const { http } = this.#plenary.facts();
    const answer = await fetch(`${http}/api${path}`, {
      method,
      headers: { origin: http, cookie: this.#cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = answer.headers.get('set-cookie');
    if (set?.startsWith('plenary=') === true) this.#cookie = set.split(';')[0] ?? '';
    return answer;
  }
}
