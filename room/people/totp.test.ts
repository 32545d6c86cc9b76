import { expect, it } from 'vitest';
import { newTotpSecret, totpStep, totpUri } from './totp.ts';

/** RFC 6238, appendix B: "12345678901234567890" in base32, SHA-1; the last six of eight digits. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('takes the code of the RFC at %i s, a step before and after, and no other', (seconds, code) => {
  const step = Math.floor(seconds / 30);
  const at = (shift: number) => totpStep(SECRET, code, (seconds + shift) * 1_000);
  expect([at(0), at(30), at(-30)]).toEqual([step, step, step]);
  expect([at(60), at(-60)]).toEqual([undefined, undefined]);
});

it('reads a code as people type it, and nothing else', () => {
  expect(totpStep(SECRET, ' 287 082 ', 59_000)).toBe(1);
  for (const code of ['', '28708', '2870822', 'abcdef', '-87082']) expect(totpStep(SECRET, code, 59_000)).toBeUndefined();
});

it('gives apps a secret of 160 bits with the name of its owner', () => {
  const secret = newTotpSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(totpUri(secret, 'ada@example.eu')).toContain(`otpauth://totp/Plenary:ada%40example.eu?issuer=Plenary&secret=${secret}`);
});
