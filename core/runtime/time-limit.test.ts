import { describe, expect, it } from 'vitest';
import { TimeLimitError, withTimeLimit } from './time-limit.ts';

const never = () => new Promise<never>(() => undefined);

describe('withTimeLimit', () => {
  it('gives what the work gives, or throws what it throws', async () => {
    expect(await withTimeLimit(1_000, undefined, async () => 'done')).toBe('done');
    await expect(withTimeLimit(1_000, undefined, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('ends in time though the work does not listen, and tells the work', async () => {
    let seen: AbortSignal | undefined;
    const limited = withTimeLimit(10, undefined, (signal) => {
      seen = signal;
      return never();
    });
    await expect(limited).rejects.toBeInstanceOf(TimeLimitError);
    expect(seen?.aborted).toBe(true);
  });

  it('throws the caller’s reason when the caller gives up, before or while working', async () => {
    const reason = new Error('given up');
    await expect(withTimeLimit(1_000, AbortSignal.abort(reason), async () => 'done')).rejects.toBe(reason);
    const controller = new AbortController();
    const limited = withTimeLimit(60_000, controller.signal, never);
    controller.abort(reason);
    await expect(limited).rejects.toBe(reason);
  });

  it('says the limit even when the work throws its own error at the abort', async () => {
    const limited = withTimeLimit(10, undefined, (signal) => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => reject(new Error('AbortError')));
      return promise;
    });
    await expect(limited).rejects.toBeInstanceOf(TimeLimitError);
  });
});
