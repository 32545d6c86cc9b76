/** How much one connection and all of them together may take. */
export interface SocketLimits {
  readonly helloMs: number;
  /** Sockets and long-poll sessions on this process, and from one address (a conference centre is one address). */
  readonly connections: number;
  readonly perAddress: number;
  /** Frames a second that are judged, and how many at once; more of them are answered with `no`. */
  readonly sendsPerSecond: number;
  readonly sendsAtOnce: number;
  /** Frames of any kind; more of them end the connection. */
  readonly framesPerSecond: number;
  readonly framesAtOnce: number;
  /** Sends of one connection that wait for the database. */
  readonly unanswered: number;
  /** Bytes that wait for a reader until he is left behind; and until the connection is cut. */
  readonly softBytes: number;
  readonly hardBytes: number;
  /** How long a reader may be left behind without reading. */
  readonly slowMs: number;
  /** How often a silent client is asked whether he is there, and when he is taken for gone. */
  readonly pingMs: number;
  readonly silentMs: number;
  /** How often connections are looked over. */
  readonly sweepMs: number;
  /** How long the other side may take to close. */
  readonly closeMs: number;
  /** Who is sent away by a node that stops comes back within so long, spread evenly. */
  readonly comeBackMs: number;
}

export const SOCKET_LIMITS: SocketLimits = {
  helloMs: 5_000,
  connections: 20_000,
  perAddress: 10_000,
  sendsPerSecond: 5,
  sendsAtOnce: 20,
  framesPerSecond: 30,
  framesAtOnce: 120,
  unanswered: 50,
  softBytes: 256 * 1024,
  hardBytes: 1024 * 1024,
  slowMs: 15_000,
  pingMs: 25_000,
  silentMs: 65_000,
  sweepMs: 1_000,
  closeMs: 3_000,
  comeBackMs: 5_000,
};
