/** Coming in and staying in: `POST /api/join/<slug>`, `POST /api/renew`. */
import type { Joined, JoinRequest } from '../../core/contracts/room/join.ts';

const LIMIT_MS = 10_000;

/** `status` 0: the server cannot be reached. `message` is for people, in the language that was asked for; empty when it is not ours. */
export type Entrance =
  | { readonly ok: true; readonly joined: Joined }
  | { readonly ok: false; readonly status: number; readonly code: string; readonly message: string };

export function join(origin: string, slug: string, request: JoinRequest): Promise<Entrance> {
  return post(`${origin}/api/join/${encodeURIComponent(slug)}`, request);
}

/** The same person with a ticket that is good for longer. */
export function renew(origin: string, ticket: string): Promise<Entrance> {
  return post(`${origin}/api/renew`, { ticket });
}

async function post(url: string, body: object): Promise<Entrance> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const told: unknown = await answer.json().catch(() => ({}));
    if (answer.ok && isJoined(told)) return { ok: true, joined: told };
    const { code = '', message = '' } = told as { code?: string; message?: string };
    return { ok: false, status: answer.ok ? 0 : answer.status, code, message };
  } catch {
    return { ok: false, status: 0, code: '', message: '' };
  }
}

function isJoined(told: unknown): told is Joined {
  return typeof told === 'object' && told !== null && 'ticket' in told && 'you' in told && 'event' in told;
}
