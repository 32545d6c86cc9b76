import { describe, expect, it } from 'vitest';
import type { Answer } from '../api/client.ts';
import { UNREACHABLE } from '../api/client.ts';
import { Resource } from './resource.ts';

const ok = (value: number): Answer<number> => ({ ok: true, value });
const failed: Answer<number> = { ok: false, failure: UNREACHABLE };

describe('a resource', () => {
  it('is loading, then there', async () => {
    const resource = new Resource(() => Promise.resolve(ok(1)));
    expect(resource.state.value).toEqual({ kind: 'loading' });
    await resource.load();
    expect(resource.value).toBe(1);
  });

  it('that was there stays when it cannot be had again', async () => {
    const answers = [ok(1), failed];
    const resource = new Resource(() => Promise.resolve(answers.shift() ?? failed));
    await resource.load();
    await resource.load();
    expect(resource.value).toBe(1);
  });

  it('that failed is loading again when it is tried again', async () => {
    const answers = [failed, ok(2)];
    const resource = new Resource(() => Promise.resolve(answers.shift() ?? failed));
    await resource.load();
    expect(resource.state.value.kind).toBe('failed');
    const again = resource.load();
    expect(resource.state.value.kind).toBe('loading');
    await again;
    expect(resource.value).toBe(2);
  });

  it('an answer that comes too late does not overwrite a newer one', async () => {
    const give: ((answer: Answer<number>) => void)[] = [];
    const resource = new Resource<number>(() => new Promise((resolve) => give.push(resolve)));
    const loads = [resource.load(), resource.load()];
    give[1]?.(ok(2));
    give[0]?.(ok(1));
    await Promise.all(loads);
    expect(resource.value).toBe(2);
  });
});
