/** Thrown by {@link withTimeLimit} when the time is over. */
export class TimeLimitError extends Error {
  readonly limitMs: number;

  constructor(limitMs: number) {
    super(`took longer than ${limitMs} ms`);
    this.name = 'TimeLimitError';
    this.limitMs = limitMs;
  }
}

/**
 * Runs `work` under a time limit. Its signal aborts when the limit passes or when `outer` aborts, and the caller gets its answer
 * then, even when the work does not listen to the signal.
 * @throws TimeLimitError when the limit passed; `outer.reason` when the caller gave up; else what the work throws.
 */
export async function withTimeLimit<T>(
  limitMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const interrupt = (reason: unknown) => {
    reject(reason);
    controller.abort(reason);
  };
  const timer = setTimeout(() => interrupt(new TimeLimitError(limitMs)), limitMs);
  const giveUp = () => interrupt(outer?.reason);
  outer?.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work(controller.signal), interrupted]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', giveUp);
  }
}
