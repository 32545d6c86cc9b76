import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../core/contracts/room/ids.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { accountOfReset, isResetToken, passwordResetLink, RESET_MS } from './password-reset.ts';

const NOW = 1_790_000_000_000;
const keys = deriveKeys(['a secret of thirty-two characters at least'], 'cookie');
const olga = { id: '01900000-0000-7000-8000-000000000001' as AccountId, passwordHash: 'scrypt of the old one' };
const link = passwordResetLink('https://stage.example/', olga, NOW + RESET_MS, keys);
const token = link.split('#reset=')[1] ?? '';

describe('the link to another password', () => {
  it('is the studio’s, and says whose it is where no log sees it', () => {
    expect(link).toMatch(/^https:\/\/stage\.example\/studio\/#reset=01900000-/);
    expect(accountOfReset(token)).toBe(olga.id);
  });

  it.each([
    { with: token, of: olga, atMs: NOW, isGood: true, because: 'it is the one' },
    { with: token, of: { ...olga, passwordHash: 'another' }, atMs: NOW, isGood: false, because: 'it was used: the password is another' },
    { with: token, of: { ...olga, passwordHash: null }, atMs: NOW, isGood: false, because: 'there was a password' },
    { with: token, of: olga, atMs: NOW + RESET_MS, isGood: false, because: 'the day is over' },
    { with: token, of: { ...olga, id: olga.id.replace(/1$/, '2') as AccountId }, atMs: NOW, isGood: false, because: 'another account' },
    {
      with: token.replace(String(NOW + RESET_MS), String(NOW + 2 * RESET_MS)),
      of: olga,
      atMs: NOW,
      isGood: false,
      because: 'a longer life',
    },
    { with: `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, of: olga, atMs: NOW, isGood: false, because: 'another signature' },
  ])('is good or not: $because', ({ with: given, of, atMs, isGood }) => {
    expect(isResetToken(given, of, atMs, keys)).toBe(isGood);
  });

  it.each(['', 'x', '..', `${token}.more`, `${'0'.repeat(36)}.1.x`])('nobody’s: %s', (text) => {
    expect(accountOfReset(text)).toBeUndefined();
  });
});
