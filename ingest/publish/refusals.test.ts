import { describe, expect, it } from 'vitest';
import type { Refusal } from './refusals.ts';
import { REFUSALS } from './refusals.ts';

describe('refusals', () => {
  const all: readonly Refusal[] = Object.values(REFUSALS);
  for (const { code, sentence } of all) {
    it(`${code} can be shown by any encoder`, () => {
      expect(code).toMatch(/^INGEST_[A-Z_]+$/);
      // the library counts letters where it should count bytes
      expect(sentence).toMatch(/^[\x20-\x7e]{10,120}\.$/);
    });
  }
  it('each has a code of its own', () => {
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
  });
});
