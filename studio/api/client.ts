/** How the studio asks the server: JSON, the cookie of the session, a time limit, and every failure as a value. */

/** Why there is no answer. */
export interface Failure {
  /** The server's code, for ever the same; {@link UNREACHABLE} when nobody answered. */
  readonly code: string;
  /** A sentence for a person, in his language; empty when nobody answered. */
  readonly message: string;
  readonly retryable: boolean;
  /** HTTP; 0 when nobody answered. */
  readonly status: number;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Nobody answered, or not with what we can read. */
export const UNREACHABLE: Failure = { code: 'STUDIO_UNREACHABLE', message: '', retryable: true, status: 0 };

/** How something is asked of the server: `fetch`, with our addresses alone. */
export type Ask = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  readonly ask: Ask;
  /** The session is over. */
  readonly onSignedOut: () => void;
  /** The password is wanted once more. @returns whether it was given. */
  readonly onProofNeeded: () => Promise<boolean>;
}

type Query = Readonly<Record<string, string | number | undefined>>;

const LIMIT_MS = 20_000;

export class Client {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** @param path below `/api`. */
  get<T>(path: string, query: Query = {}): Promise<Answer<T>> {
    const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
    return this.#ask<T>('GET', given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`);
  }

  /** A change. What the server wants the password for once more is asked again when it was given. */
  async send<T = null>(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Answer<T>> {
    const answer = await this.#ask<T>(method, path, body);
    if (answer.ok || answer.failure.code !== 'ROOM_PROOF_NEEDED') return answer;
    return (await this.#options.onProofNeeded()) ? this.#ask<T>(method, path, body) : answer;
  }

  /** A file as it is. */
  sendFile<T>(path: string, file: Blob): Promise<Answer<T>> {
    return this.#ask<T>('POST', path, file);
  }

  async #ask<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
    let status: number;
    let text: string;
    try {
      const answer = await this.#options.ask(`/api${path}`, {
        method,
        cache: 'no-store',
        credentials: 'same-origin',
        signal: AbortSignal.timeout(LIMIT_MS),
        ...sent(body),
      });
      ({ status } = answer);
      text = await answer.text();
    } catch {
      return { ok: false, failure: UNREACHABLE };
    }
    const value = parsed(text);
    if (status < 400) return value === undefined ? { ok: false, failure: UNREACHABLE } : { ok: true, value: value as T };
    const failure = readFailure(value, status);
    if (failure.code === 'ROOM_SIGN_IN_NEEDED') this.#options.onSignedOut();
    return { ok: false, failure };
  }
}

/** A file goes as it is; what it is, its bytes say. Everything else goes as JSON. */
function sent(body: object | undefined): RequestInit {
  if (body === undefined) return {};
  return body instanceof Blob
    ? { body, headers: { 'content-type': 'application/octet-stream' } }
    : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

/** @returns what stands there; null for nothing; undefined for what is no JSON (a proxy's error page, say). */
function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readFailure(value: unknown, status: number): Failure {
  if (typeof value !== 'object' || value === null) return { ...UNREACHABLE, status };
  const { code, message, retryable } = value as Partial<Record<string, unknown>>;
  if (typeof code !== 'string' || typeof message !== 'string') return { ...UNREACHABLE, status };
  return { code, message, retryable: retryable === true, status };
}
