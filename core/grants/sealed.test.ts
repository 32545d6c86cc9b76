import { describe, expect, it } from 'vitest';
import { isSealed, seal, unseal } from './sealed.ts';
import { deriveKeys } from './secrets.ts';

const [OLD, NEW] = ['the secret of the installation, before', 'the secret of the installation, by now'] as const;
const keys = deriveKeys([OLD], 'seal');

describe('what is sealed', () => {
  it('opens again, looks different each time, and shows nothing of itself', () => {
    const [one, other] = [seal('JBSWY3DPEHPK3PXP', 'totp a', keys), seal('JBSWY3DPEHPK3PXP', 'totp a', keys)];
    expect(one).not.toBe(other);
    expect([one, Buffer.from(one.slice(8), 'base64url').toString('latin1')].join()).not.toContain('JBSWY3DP');
    expect([unseal(one, 'totp a', keys), unseal(other, 'totp a', keys)]).toEqual(['JBSWY3DPEHPK3PXP', 'JBSWY3DPEHPK3PXP']);
    expect(unseal(seal('', 'x', keys), 'x', keys)).toBe('');
    expect(unseal(seal('größer 😀', 'x', keys), 'x', keys)).toBe('größer 😀');
  });

  it('opens while a secret is being replaced, and not with another one, in another row, or changed', () => {
    const sealed = seal('secret', 'webhook a', keys);
    expect(unseal(sealed, 'webhook a', deriveKeys([NEW, OLD], 'seal'))).toBe('secret');
    expect(unseal(sealed, 'webhook a', deriveKeys([NEW], 'seal'))).toBeUndefined();
    expect(unseal(sealed, 'webhook a', deriveKeys([OLD], 'cookie'))).toBeUndefined();
    expect(unseal(sealed, 'webhook b', keys)).toBeUndefined();
    const bytes = Buffer.from(sealed.slice(8), 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(unseal(`sealed1:${changed.toString('base64url')}`, 'webhook a', keys), `byte ${at}`).toBeUndefined();
    }
    for (const cut of ['sealed1:', 'sealed1:AAAA', sealed.slice(0, 40)]) expect(unseal(cut, 'webhook a', keys)).toBeUndefined();
  });

  it('is told from what was stored before there were seals', () => {
    expect([isSealed('JBSWY3DPEHPK3PXP'), isSealed(seal('x', 'y', keys))]).toEqual([false, true]);
    expect(unseal('JBSWY3DPEHPK3PXP', 'totp a', keys)).toBe('JBSWY3DPEHPK3PXP');
  });
});
