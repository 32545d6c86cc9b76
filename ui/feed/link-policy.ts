/** What becomes of a connection that has ended: when to come back and by which way, or that it is over. Decisions without I/O. */

/** By WebSocket, or by asking again and again where none is let through. */
export type Way = 'socket' | 'poll';

/** How a connection ended. */
export interface LinkEnd {
  /** The server has said welcome, or has answered. */
  readonly wasIn: boolean;
  readonly lastedMs: number;
  /** Of the socket's close or the HTTP answer's meaning; 0: none was given. */
  readonly closeCode: number;
  /** The server's last words. */
  readonly bye?: { readonly code: string; readonly message: string; readonly comeBackMs: number | null };
}

export interface LinkPolicy {
  readonly way: Way;
  /** Ends in a row before anything worked. */
  readonly failures: number;
  /** Sockets in a row that never opened or died at once. */
  readonly deaths: number;
}

export type NextStep =
  | { readonly kind: 'retry'; readonly policy: LinkPolicy; readonly delayMs: number; readonly needsTicket: boolean }
  | { readonly kind: 'over'; readonly code: string; readonly message: string };

export const FIRST_POLICY: LinkPolicy = { way: 'socket', failures: 0, deaths: 0 };

/** After so many sockets that died at once we ask instead. */
const MAX_DEATHS = 2;
/** A socket that lived so long has worked. */
const ALIVE_MS = 5_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
const TICKET_EXPIRED = 4502;

/** Exponential, and spread evenly over the second half: ten thousand viewers do not come back at the same moment. */
export function backoffMs(failures: number, random: () => number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10));
  return Math.round(full * (0.5 + random() / 2));
}

/** The connection works: what went wrong before is forgotten. A way that is found stays. */
export function afterWelcome({ way, deaths }: LinkPolicy): LinkPolicy {
  return { way, failures: 0, deaths };
}

/** What to do now. */
export function afterEnd(policy: LinkPolicy, end: LinkEnd, random: () => number): NextStep {
  const { bye, closeCode } = end;
  const needsTicket = closeCode === TICKET_EXPIRED || bye?.code === 'ROOM_TICKET_EXPIRED';
  const isStayAway = bye === undefined ? closeCode >= 4_400 && closeCode < 4_500 : bye.comeBackMs === null && !needsTicket;
  if (isStayAway) return { kind: 'over', code: bye?.code ?? '', message: bye?.message ?? '' };

  const failures = end.wasIn ? 0 : policy.failures + 1;
  // A server that sends us away in words is no network that blocks us.
  const isDeath = policy.way === 'socket' && bye === undefined && (!end.wasIn || end.lastedMs < ALIVE_MS);
  const deaths = isDeath ? policy.deaths + 1 : policy.way === 'socket' ? 0 : policy.deaths;
  // Asking does not work either: perhaps the network is another one by now, and one more socket will tell.
  const isBackToSocket = policy.way === 'poll' && !end.wasIn;
  const way = deaths >= MAX_DEATHS && !isBackToSocket ? 'poll' : 'socket';
  const isSwitch = way === 'poll' && policy.way === 'socket' && policy.failures < MAX_DEATHS;
  // The server says when; not so often that a clock gone wrong makes a loop of it.
  const toldMs = typeof bye?.comeBackMs === 'number' && failures < 3 ? bye.comeBackMs + Math.round(random() * 500) : undefined;
  const delayMs = toldMs ?? (isSwitch ? 0 : backoffMs(failures, random));
  return {
    kind: 'retry',
    policy: { way, failures, deaths: isBackToSocket ? MAX_DEATHS - 1 : Math.min(deaths, MAX_DEATHS) },
    delayMs,
    needsTicket,
  };
}
