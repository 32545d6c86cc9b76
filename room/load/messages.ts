/** What the bench and its processes say to each other. */

export interface ServerOptions {
  readonly kind: 'room' | 'naive';
  /** Where the truth is: a file, as in one process, or PostgreSQL. */
  readonly store: { readonly sqlite: string } | { readonly postgres: string };
  readonly port: number;
  /** Messages a second shown to an attendee; 0: all. */
  readonly readablePerSecond: number;
}

export interface Usage {
  readonly cpuUs: number;
  readonly rssBytes: number;
  readonly sockets: number;
  /** Of the event loop since the last time: p99, ms. */
  readonly lagMs: number;
  /** Questions to the database so far. */
  readonly asked: Readonly<Record<string, number>>;
}

export type ServerCommand =
  | { readonly do: 'usage' }
  /** The id of the bench's event. */
  | { readonly do: 'event' }
  /** Opens a poll of two options; answers with its id. */
  | { readonly do: 'open-poll' }
  /** What is stored of a poll. */
  | { readonly do: 'stored'; readonly poll: string };

export type DriverCommand =
  /** `tickets`: one a person, in turn; else the driver makes those of the bench's own `event`. */
  | {
      readonly do: 'join';
      readonly port: number;
      readonly event?: string;
      readonly tickets?: readonly string[];
      readonly count: number;
      readonly concurrency: number;
    }
  /** Those of them never read again. */
  | { readonly do: 'stop-reading'; readonly count: number }
  /** So many messages a second, from as many sockets in turn. */
  | { readonly do: 'say'; readonly perSecond: number; readonly seconds: number }
  /** Each votes once, at a random moment; what is not acked is sent again, also after a reconnect. */
  | { readonly do: 'vote'; readonly poll: string; readonly seconds: number }
  /** Whoever is cut comes back by himself from now on, at this port, after a random time. */
  | { readonly do: 'come-back'; readonly withinMs: number }
  | { readonly do: 'report' };

export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface DriverReport {
  readonly open: number;
  /** From the start of the joining to each welcome. */
  readonly joins: Times;
  /** Deliveries of messages, and the time from commit to each. */
  readonly delivered: Times;
  readonly sampledOut: number;
  /** Batches that did not follow what the socket had. */
  readonly holes: number;
  readonly missedMore: number;
  readonly acks: Times;
  readonly acked: number;
  readonly refused: number;
  /** From the loss of a connection to the welcome on the next. */
  readonly returns: Times;
  /** The last running result that each socket that reads has seen: how many saw which number of voters. */
  readonly votersSeen: Readonly<Record<string, number>>;
  readonly cpuUs: number;
  readonly closeCodes: Readonly<Record<string, number>>;
}

/** Every question carries a number; its answer carries the same. */
export interface Envelope<T> {
  readonly n: number;
  readonly body: T;
}
