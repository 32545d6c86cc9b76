/** How much and how long, in one place. Each may be given smaller in tests. */
export interface ChannelLimits {
  /** Entries kept in memory for those who return. */
  readonly historyEntries: number;
  /** And for how long. */
  readonly historyMs: number;
  /** Least time between two frames to everybody. */
  readonly tickMs: number;
  /** How long ops are collected for one commit. */
  readonly collectMs: number;
  /** Ops that may wait for the database; more are refused, with a time to come back. */
  readonly queuedOps: number;
  /** How long an op is tried before it is refused: the client may send it again. */
  readonly tryMs: number;
  /** One commit, one read. */
  readonly storeMs: number;
  /** How often the edge of a room is asked from the database (a lost hint costs that), jittered. */
  readonly edgeMs: number;
  /** How long a hole may stand before it is read from the database: nodes' hints overtake one another. */
  readonly holeMs: number;
  /** Running results, upvotes, viewers: at most once in so long. */
  readonly pulseMs: number;
  /** A room nobody is in is closed after so long. */
  readonly emptyMs: number;
  /** Bytes of entries in one welcome or one frame of recovery; the rest follows as it is read. */
  readonly sliceBytes: number;
  /** Entries shown to somebody who comes in without a position. */
  readonly firstEntries: number;
  /** What another node said of itself is believed for so long. */
  readonly nodeMs: number;
}

export const CHANNEL_LIMITS: ChannelLimits = {
  historyEntries: 10_000,
  historyMs: 15 * 60_000,
  tickMs: 200,
  collectMs: 25,
  queuedOps: 10_000,
  tryMs: 6_000,
  storeMs: 4_000,
  edgeMs: 900,
  holeMs: 40,
  pulseMs: 1_000,
  emptyMs: 60_000,
  sliceBytes: 96 * 1024,
  firstEntries: 60,
  nodeMs: 5_000,
};
