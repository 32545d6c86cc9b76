import { describe, expect, it } from 'vitest';
import { ACCOUNT_ROLES } from '../../core/contracts/room/roles.ts';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import { checkEmail } from './email.ts';
import { firstOwnerLink, isFirstOwnerToken } from './first-owner.ts';
import { isAtLeast, lesserRole, mayGive, mayManage, mayTake, roomRoleOf } from './roles.ts';
import { hashOf, hmacOf, newApiKey, newSecret, newTicketToken } from './secrets.ts';
import { cookieName, IDLE_MS, isAwake, isProved, PROVED_MS } from './session-life.ts';
import { networkOf } from '../network.ts';
import { TryLimit } from './try-limit.ts';
import { Turns } from './turns.ts';

describe('roles', () => {
  const pairs = ACCOUNT_ROLES.flatMap((by) => ACCOUNT_ROLES.map((target) => [by, target] as const));
  const MANAGED: Readonly<Record<AccountRole, readonly AccountRole[]>> = {
    owner: ['owner', 'producer', 'moderator', 'analyst'],
    producer: ['moderator', 'analyst'],
    moderator: [],
    analyst: [],
  };

  it.each(pairs)('%s over %s', (by, target) => {
    const [own, other] = [ACCOUNT_ROLES.indexOf(by), ACCOUNT_ROLES.indexOf(target)];
    expect(isAtLeast(by, target)).toBe(own <= other);
    expect(mayManage(by, target)).toBe(MANAGED[by].includes(target));
    expect(mayGive(by, target)).toBe(MANAGED[by].includes(target));
    expect(lesserRole(by, target)).toBe(ACCOUNT_ROLES[Math.max(own, other)]);
    // nobody makes himself more
    expect(mayTake(by, target)).toBe(other > own);
  });

  it('become roles of the room', () => {
    expect(ACCOUNT_ROLES.map(roomRoleOf)).toEqual(['host', 'host', 'moderator', undefined]);
  });
});

describe('tries', () => {
  const limit = () => new TryLimit({ most: 3, windowMs: 1_000, maxPlaces: 2 });

  it('end for a while, and begin again', () => {
    const tries = limit();
    expect([0, 1, 2].map((atMs) => tries.take('a', atMs))).toEqual([0, 0, 0]);
    expect(tries.take('a', 400)).toBe(600);
    expect(tries.take('b', 400)).toBe(0);
    expect(tries.take('a', 1_000)).toBe(0);
  });

  it('that were right do not count', () => {
    const tries = limit();
    for (let round = 0; round < 10; round++) {
      expect(tries.take('a', 0)).toBe(0);
      tries.giveBack('a');
    }
  });

  it('are remembered of a bounded number of places', () => {
    const tries = limit();
    for (let round = 0; round < 3; round++) tries.take('a', 0);
    tries.take('b', 0);
    tries.take('c', 0);
    expect(tries.take('a', 0)).toBe(0);
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('from %s count for %s', (address, place) => {
    expect(networkOf(address).text).toBe(place);
  });
});

describe('a session', () => {
  it('ends when nobody uses it, and asks for the password again for what is grave', () => {
    expect([isAwake(0, IDLE_MS - 1), isAwake(0, IDLE_MS)]).toEqual([true, false]);
    expect([isProved(0, PROVED_MS - 1), isProved(0, PROVED_MS)]).toEqual([true, false]);
  });
  it('has a cookie that is bound to this host wherever that is possible', () => {
    expect([cookieName(true), cookieName(false)]).toEqual(['__Host-plenary', 'plenary']);
  });
});

describe('secrets', () => {
  it('are long, never the same, and stored as something else', () => {
    for (const [make, length] of [
      [newSecret, 43],
      [newApiKey, 51],
      [newTicketToken, 22],
    ] as const) {
      const made = new Set(Array.from({ length: 100 }, make));
      expect(made.size).toBe(100);
      expect([...made].every((secret) => secret.length === length && /^[\w-]+$/.test(secret))).toBe(true);
    }
    expect(hashOf('a')).toMatch(/^[0-9a-f]{64}$/);
    expect(hmacOf('a', 'key')).not.toBe(hmacOf('a', 'another'));
  });
});

describe('the first owner', () => {
  it('has a link that this installation alone makes', () => {
    const link = firstOwnerLink('https://webcast.example/', ['k'.repeat(43)]);
    const token = /^https:\/\/webcast\.example\/studio\/#setup=(.+)$/.exec(link)?.[1] ?? '';
    expect(isFirstOwnerToken(token, ['k'.repeat(43)])).toBe(true);
    expect(isFirstOwnerToken(token, ['j'.repeat(43), 'k'.repeat(43)])).toBe(true);
    expect(isFirstOwnerToken(token, ['j'.repeat(43)])).toBe(false);
    expect(isFirstOwnerToken('', ['k'.repeat(43)])).toBe(false);
  });
});

it.each([
  [' Ada@Example.EU ', 'ada@example.eu'],
  ['ada@localhost', 'ada@localhost'],
  ['jürgen@müller.de', 'jürgen@müller.de'],
  ['ada', undefined],
  ['ada@', undefined],
  ['a b@example.eu', undefined],
  ['ada@example.eu\nbcc: all@example.eu', undefined],
  [`${'a'.repeat(64)}@${'b'.repeat(200)}.eu`, undefined],
])('%j is the address %s', (raw, email) => {
  expect(checkEmail(raw)).toMatchObject(email === undefined ? { code: 'ROOM_ADDRESS_INVALID' } : { ok: true, email });
});

it('lets so many work at once, in order, also after one has failed', async () => {
  const turns = new Turns(2);
  const ended: number[] = [];
  let most = 0;
  let now = 0;
  const work = (number: number) =>
    turns.take(async () => {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now--;
      ended.push(number);
      if (number === 1) throw new Error('one');
    });
  const all = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  expect({ ended, most }).toEqual({ ended: [0, 1, 2, 3, 4], most: 2 });
});
