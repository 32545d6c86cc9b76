import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isIdText } from './ids.ts';
import { uuid7 } from './uuid7.ts';

describe('uuid7', () => {
  it('is what RFC 9562 shows in its example (appendix A.6)', () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuid7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('is an id of ours, whatever the bytes, and goes up with time', () => {
    for (const bytes of [new Uint8Array(10), new Uint8Array(10).fill(255), randomBytes(10)])
      expect(isIdText(uuid7(1_790_000_000_000.7, bytes))).toBe(true);
    expect(uuid7(2, new Uint8Array(10)) > uuid7(1, new Uint8Array(10).fill(255))).toBe(true);
    expect(() => uuid7(0, new Uint8Array(9))).toThrow(RangeError);
  });
});
