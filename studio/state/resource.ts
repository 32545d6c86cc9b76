/** What is fetched for a screen: loading, there, or why not. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Answer, Failure } from '../api/client.ts';

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

export class Resource<T> {
  readonly #load: () => Promise<Answer<T>>;
  readonly #state = signal<Loaded<T>>({ kind: 'loading' });
  #turn = 0;

  constructor(load: () => Promise<Answer<T>>) {
    this.#load = load;
  }

  get state(): ReadonlySignal<Loaded<T>> {
    return this.#state;
  }

  /** What is there now, if it is. */
  get value(): T | undefined {
    return this.#state.value.kind === 'ready' ? this.#state.value.value : undefined;
  }

  /** Fetches it, again too: what is there stays until the new is, and stays when the new cannot be had. Of several the last counts. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    if (this.#state.peek().kind === 'failed') this.#state.value = { kind: 'loading' };
    const answer = await this.#load();
    if (turn !== this.#turn) return;
    if (answer.ok) this.#state.value = { kind: 'ready', value: answer.value };
    else if (this.#state.peek().kind !== 'ready') this.#state.value = { kind: 'failed', failure: answer.failure };
  }

  /** Puts what a change was answered in place. */
  set(value: T): void {
    this.#turn += 1;
    this.#state.value = { kind: 'ready', value };
  }
}

/** A resource of a screen, fetched as soon as the screen is there; `of`: what it depends on. */
export function useResource<T>(load: () => Promise<Answer<T>>, of: readonly unknown[] = []): Resource<T> {
  const resource = useMemo(() => new Resource(load), of);
  useEffect(() => void resource.load(), [resource]);
  return resource;
}
