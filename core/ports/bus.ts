/** At-most-once hints between nodes. Whoever listens must be able to live without any single message. */
export interface Bus {
  /** Topic: `[a-z0-9:._-]{1,128}`. Payload: at most 64 KiB. */
  publish(topic: string, payload: string): Promise<void>;
  /** Callbacks run in order of publication; one that throws is logged and harms nobody else. Resolves when the subscription stands. */
  subscribe(topic: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
