import type { Log } from '../runtime/log.ts';
import type { Bus } from './bus.ts';
import { checkBusMessage } from './bus.ts';

/** Publications that wait for delivery; more than that in one turn of the event loop are lost, as hints may be. */
const MAX_QUEUED = 10_000;

/** The embedded {@link Bus}: one process. Delivers after the publisher's own code has run, in order. */
export class BusMemory implements Bus {
  readonly #log: Log;
  readonly #topics = new Map<string, Set<(payload: string) => void>>();
  #queue: { topic: string; payload: string }[] = [];
  #isScheduled = false;
  #closed = false;

  constructor(options: { readonly log: Log }) {
    this.#log = options.log;
  }

  async publish(topic: string, payload: string): Promise<void> {
    checkBusMessage(topic, payload);
    if (this.#closed) return;
    if (this.#queue.length >= MAX_QUEUED) {
      this.#log.warn({ topic, queued: MAX_QUEUED }, 'a hint was dropped: too many at once');
      return;
    }
    this.#queue.push({ topic, payload });
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      queueMicrotask(() => this.#deliver());
    }
  }

  async subscribe(topic: string, onPayload: (payload: string) => void): Promise<() => Promise<void>> {
    checkBusMessage(topic, '');
    const own = (payload: string) => onPayload(payload);
    const callbacks = this.#topics.get(topic) ?? new Set();
    this.#topics.set(topic, callbacks.add(own));
    return async () => {
      callbacks.delete(own);
      if (callbacks.size === 0 && this.#topics.get(topic) === callbacks) this.#topics.delete(topic);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#queue = [];
    this.#topics.clear();
  }

  /** One batch; what the callbacks publish meanwhile comes in the next turn, so that two who answer each other do not stop the world. */
  #deliver(): void {
    const batch = this.#queue;
    this.#queue = [];
    for (const { topic, payload } of batch) {
      for (const callback of this.#topics.get(topic) ?? []) {
        try {
          callback(payload);
        } catch (error) {
          this.#log.error({ err: error, topic }, 'a listener on the bus failed');
        }
      }
    }
    this.#isScheduled = this.#queue.length > 0;
    if (this.#isScheduled) setImmediate(() => this.#deliver());
  }
}
