/** Hostile cases for the room's edges, made from a seed: the same seed gives the same bytes. Pure. */
import type { Random } from './bytes.ts';

import type { Attack, Outcome } from './exchange.ts';
import { HTTP_KINDS } from './http-cases.ts';
import { SOCKET_KINDS } from './socket-cases.ts';
import type { FuzzWorld } from './world.ts';

/** What one connection sends, and what must come of it. */
export interface FuzzCase extends Attack {
  /** One of these: `4400 ROOM_BAD_FRAME` (a socket's close code), `http 404 ROOM_NO_SUCH_EVENT`, `gone` (closed without a word), `answered`. */
  readonly expects: readonly string[];
  /** `answered`: what each frame with an id gets, `ack` or a code. */
  readonly replies?: Readonly<Record<string, readonly string[]>>;
}

/** Makes a case; `nowMs` is when tickets are made. */
export type MakeCase = (random: Random, world: FuzzWorld, nowMs: number) => FuzzCase;

const KINDS: readonly (readonly [string, MakeCase])[] = [...Object.entries(SOCKET_KINDS), ...Object.entries(HTTP_KINDS)];

export const FUZZ_KINDS: readonly string[] = KINDS.map(([kind]) => kind);

/** The case of this number. */
export function fuzzCase(number: number, random: Random, world: FuzzWorld, nowMs: number): FuzzCase & { readonly kind: string } {
  const [kind, make] = KINDS[number % KINDS.length] ?? [];
  if (kind === undefined || make === undefined) throw new Error(`no kind of number ${number}`);
  return { kind, ...make(random, world, nowMs) };
}

/** What is wrong with how the server took it; undefined: nothing. */
export function judge({ expects, replies }: FuzzCase, outcome: Outcome): string | undefined {
  if (outcome.isLate) return `still open: ${said(outcome)}`;
  if (!expects.includes(said(outcome))) return `${said(outcome)} instead of ${expects.join(' or ')}`;
  for (const [id, wanted] of Object.entries(replies ?? {})) {
    const got = outcome.frames.filter((frame) => frame.id === id).map(({ t, code }) => (t === 'ack' ? 'ack' : code));
    if (got.length === 0 || !got.every((one) => wanted.includes(one ?? '')))
      return `${got.join(', ') || 'no answer'} instead of ${wanted.join(' or ')}`;
  }
  return undefined;
}

function said({ status, code, closed }: Outcome): string {
  if (status === undefined) return 'gone';
  if (status !== 101) return code === undefined ? `http ${status}` : `http ${status} ${code}`;
  if (closed === undefined) return 'gone';
  if (closed === 1000) return 'answered';
  return code === undefined ? String(closed) : `${closed} ${code}`;
}

/** The place an attack of this number comes from: a network of its own (/24), as the limits by place count. */
export function placeOf(number: number): string {
  return `127.${1 + (Math.floor(number / 250) % 250)}.${number % 250}.9`;
}
