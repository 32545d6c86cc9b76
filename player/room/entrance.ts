/** Coming in and staying in: `GET /api/card/<slug>`, `POST /api/join/<slug>`, `POST /api/renew`, `POST /api/rename`. */
import type { EventCard, Joined, JoinRequest } from '../../core/contracts/room/join.ts';

const LIMIT_MS = 10_000;

/** `status` 0: the server cannot be reached. `message` is for people, in the language that was asked for; empty when it is not ours. */
export interface Refused {
  readonly ok: false;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The server wants to be left alone for so long. */
  readonly waitSeconds: number;
}

export type Entrance = { readonly ok: true; readonly joined: Joined } | Refused;

/** Where to ask, and in which language to be answered. */
export interface Desk {
  /** Of the page: `https://stage.example`. */
  readonly origin: string;
  readonly language: string;
}

export function join({ origin, language }: Desk, slug: string, request: JoinRequest): Promise<Entrance> {
  return post(`${origin}/api/join/${encodeURIComponent(slug)}?lang=${language}`, request);
}

/** The same person with a ticket that is good for longer. */
export function renew({ origin, language }: Desk, ticket: string): Promise<Entrance> {
  return post(`${origin}/api/renew?lang=${language}`, { ticket });
}

/** The same person under another name. */
export function rename({ origin, language }: Desk, ticket: string, name: string): Promise<Entrance> {
  return post(`${origin}/api/rename?lang=${language}`, { ticket, name });
}

/** The event from outside. */
export async function readCard(
  { origin, language }: Desk,
  slug: string,
): Promise<{ readonly ok: true; readonly card: EventCard } | Refused> {
  const told = await ask(`${origin}/api/card/${encodeURIComponent(slug)}?lang=${language}`, {});
  if (!told.ok) return told;
  return isCard(told.body) ? { ok: true, card: told.body } : UNREACHABLE;
}

async function post(url: string, body: object): Promise<Entrance> {
  const headers = { 'content-type': 'application/json' };
  const told = await ask(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!told.ok) return told;
  return isJoined(told.body) ? { ok: true, joined: told.body } : UNREACHABLE;
}

const UNREACHABLE: Refused = { ok: false, status: 0, code: '', message: '', waitSeconds: 0 };

async function ask(url: string, init: RequestInit): Promise<{ readonly ok: true; readonly body: unknown } | Refused> {
  try {
    const answer = await fetch(url, { ...init, cache: 'no-store', signal: AbortSignal.timeout(LIMIT_MS) });
    const body: unknown = await answer.json().catch(() => ({}));
    if (answer.ok) return { ok: true, body };
    const { code = '', message = '' } = body as { code?: string; message?: string };
    const waitSeconds = Number(answer.headers.get('retry-after') ?? 0);
    return { ok: false, status: answer.status, code, message, waitSeconds: Number.isFinite(waitSeconds) ? waitSeconds : 0 };
  } catch {
    return UNREACHABLE;
  }
}

function isJoined(told: unknown): told is Joined {
  return isObject(told) && 'ticket' in told && 'you' in told && 'event' in told && 'media' in told;
}

function isCard(told: unknown): told is EventCard {
  return isObject(told) && 'access' in told && 'registration' in told && 'consent' in told;
}

function isObject(told: unknown): told is object {
  return typeof told === 'object' && told !== null;
}
