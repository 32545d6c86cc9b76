/** At-most-once hints between nodes. Whoever listens must be able to live without any single message. */
export interface Bus {
  /** Topic: `[a-z0-9:._-]{1,128}`. Payload: at most 64 KiB. */
  publish(topic: string, payload: string): Promise<void>;
  /** Callbacks run in order of publication; one that throws is logged and harms nobody else. Resolves when the subscription stands. */
  subscribe(topic: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** What a topic must look like. */
export const BUS_TOPIC_PATTERN = /^[a-z0-9:._-]{1,128}$/;
/** Bytes of UTF-8 a payload may have. */
export const MAX_BUS_PAYLOAD_BYTES = 64 * 1024;

/** For adapters. @throws RangeError when a topic or payload is not one: the caller's mistake, not the network's. */
export function checkBusMessage(topic: string, payload: string): void {
  if (!BUS_TOPIC_PATTERN.test(topic)) throw new RangeError(`not a topic: ${JSON.stringify(topic.slice(0, 200))}`);
  const bytes = Buffer.byteLength(payload);
  if (bytes > MAX_BUS_PAYLOAD_BYTES) throw new RangeError(`a hint of ${bytes} bytes on ${topic}: at most ${MAX_BUS_PAYLOAD_BYTES}`);
}
