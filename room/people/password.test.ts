import { describe, expect, it } from 'vitest';
import { checkPassword, hashPassword, isPassword } from './password.ts';

describe('a password', () => {
  const known = ['Ada Lovelace', 'ada.lovelace@example.eu'];
  it.each([
    ['correct horse battery staple', undefined],
    ['9f#Lq2vT!x', undefined],
    ['Пароль для Ады 7', undefined],
    ['گذرواژهٔ من خوب است', undefined],
    ['short', 'ROOM_PASSWORD_TOO_SHORT'],
    ['🦉🦉🦉🦉🦉', 'ROOM_PASSWORD_TOO_SHORT'],
    ['a'.repeat(201), 'ROOM_PASSWORD_TOO_LONG'],
    ['aaaaaaaaaaaaaaaa', 'ROOM_PASSWORD_TOO_SIMPLE'],
    ['abababababab', 'ROOM_PASSWORD_TOO_SIMPLE'],
    ['xyz9xyz9xyz9xyz9', 'ROOM_PASSWORD_TOO_SIMPLE'],
    ['password1234', 'ROOM_PASSWORD_TOO_SIMPLE'],
    ['Passwort2026', 'ROOM_PASSWORD_TOO_SIMPLE'],
    ['1234567890123', 'ROOM_PASSWORD_TOO_SIMPLE'],
    ['qwertyuiop12', 'ROOM_PASSWORD_TOO_SIMPLE'],
    ['0987654321', 'ROOM_PASSWORD_TOO_SIMPLE'],
    ['lovelace2026', 'ROOM_PASSWORD_TOO_SIMPLE'],
    ['ada.lovelace@example.eu', 'ROOM_PASSWORD_TOO_SIMPLE'],
  ])('%j: %s', (password, code) => {
    expect(checkPassword(password, known)).toMatchObject(code === undefined ? { ok: true } : { code });
  });
});

describe('a hash', () => {
  it('proves its password and no other, in whatever form of Unicode it is typed', async () => {
    const hash = await hashPassword('Köln am Rhein');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await isPassword('Köln am Rhein'.normalize('NFD'), hash)).toBe(true);
    expect(await isPassword('Köln am Rhein ', hash)).toBe(false);
    expect(await hashPassword('Köln am Rhein')).not.toBe(hash);
  });

  it('of other parameters is read too', async () => {
    // made with the reference implementation: argon2 "somesalt" -id -t 2 -m 16 -p 1, of "password"
    const other = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await isPassword('password', other)).toBe(true);
  });

  it.each([null, undefined, '', 'plain', '$argon2id$v=19$m=19456,t=2,p=1$x$y'])('that is none (%j) proves nothing', async (stored) => {
    expect(await isPassword('', stored)).toBe(false);
  });
});
