/** What viewers are told of the stream, asked again and again with the pass of the moment. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { StreamState, StreamStatus } from '../../core/contracts/stream-status.ts';
import { statusUrl } from '../../core/contracts/urls.ts';

const EVERY_MS = 2_000;
const LIMIT_MS = 5_000;

export class StatusWatch {
  readonly #stream: StreamId;
  readonly #prefix: () => string;
  readonly #status = signal<StreamStatus | undefined>(undefined);
  readonly #state = signal<StreamState | undefined>(undefined);
  readonly #heardMs = signal(Date.now());
  readonly #ending = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param prefix of the paths to the picture, just now. */
  constructor(stream: StreamId, prefix: () => string) {
    this.#stream = stream;
    this.#prefix = prefix;
    void this.#ask();
  }

  get status(): ReadonlySignal<StreamStatus | undefined> {
    return this.#status;
  }

  /** Of the stream; undefined: not known yet. */
  get state(): ReadonlySignal<StreamState | undefined> {
    return this.#state;
  }

  /** When the server answered last. Unix ms. */
  get heardMs(): ReadonlySignal<number> {
    return this.#heardMs;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#ending.abort();
  }

  async #ask(): Promise<void> {
    try {
      const answer = await fetch(this.#prefix() + statusUrl(this.#stream), {
        cache: 'no-store',
        signal: AbortSignal.any([this.#ending.signal, AbortSignal.timeout(LIMIT_MS)]),
      });
      const told: unknown = await answer.json();
      // a no is an answer too: the server is there
      this.#heardMs.value = Date.now();
      if (answer.ok && isStatus(told)) {
        this.#status.value = told;
        this.#state.value = told.state;
      }
      // nobody publishes under its name
      if (answer.status === 404) this.#state.value = 'waiting';
    } catch {
      // silence is what `heardMs` tells
    }
    if (!this.#ending.signal.aborted) this.#timer = setTimeout(() => void this.#ask(), EVERY_MS);
  }
}

function isStatus(told: unknown): told is StreamStatus {
  return typeof told === 'object' && told !== null && 'state' in told && 'nowMs' in told;
}
