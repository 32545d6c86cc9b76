import { describe, expect, it } from 'vitest';
import { addressKey, AddressCounts } from './addresses.ts';
import { judgeOrigin } from './origin-check.ts';
import { TokenBucket } from './token-bucket.ts';

describe('addressKey', () => {
  it.each([
    { address: '192.0.2.7', key: '192.0.2.7' },
    { address: '::ffff:192.0.2.7', key: '192.0.2.7' },
    { address: '2001:db8:1:2:3:4:5:6', key: '2001:db8:1:2::/64' },
    { address: '2001:DB8:0001:0002::6', key: '2001:db8:1:2::/64' },
    { address: '2001:db8::1', key: '2001:db8:0:0::/64' },
    { address: '::1', key: '0:0:0:0::/64' },
    { address: 'unknown', key: 'unknown' },
  ])('$address counts as $key', ({ address, key }) => expect(addressKey(address)).toBe(key));
});

describe('AddressCounts', () => {
  it('counts up to its limit, and down again', () => {
    const counts = new AddressCounts(2);
    expect([counts.enter('a'), counts.enter('a'), counts.enter('a'), counts.enter('b')]).toEqual([true, true, false, true]);
    counts.leave('a');
    expect([counts.enter('a'), counts.enter('a')]).toEqual([true, false]);
  });
});

describe('judgeOrigin', () => {
  const own = ['https://stage.example'];
  it.each([
    { origin: undefined, host: 'h', verdict: 'own', because: 'no page' },
    { origin: 'https://live.example', host: 'live.example', verdict: 'own', because: 'the host itself' },
    { origin: 'https://live.example', host: 'LIVE.example', verdict: 'own', because: 'hosts have no case' },
    { origin: 'http://localhost:8080', host: 'localhost:8080', verdict: 'own', because: 'with a port' },
    { origin: 'https://stage.example', host: 'h', verdict: 'own', because: 'by configuration' },
    { origin: 'https://live.example:8443', host: 'live.example', verdict: 'other', because: 'another port' },
    { origin: 'https://live.example.evil.example', host: 'live.example', verdict: 'other', because: 'it only begins like ours' },
    { origin: 'https://live.example@evil.example', host: 'live.example', verdict: 'bad', because: 'not an origin' },
    { origin: 'null', host: 'h', verdict: 'bad', because: 'a sandbox' },
    { origin: '', host: 'h', verdict: 'bad', because: 'empty' },
    { origin: 'javascript:1', host: 'h', verdict: 'bad', because: 'no page' },
  ])('$origin at $host is $verdict: $because', ({ origin, host, verdict }) => expect(judgeOrigin(origin, host, own)).toBe(verdict));
});

describe('TokenBucket', () => {
  it('gives so many at once and so many a second', () => {
    const bucket = new TokenBucket(3, 0);
    const take = (nowMs: number) => bucket.take(2, 3, nowMs);
    expect([take(0), take(0), take(0), take(0), take(499), take(500), take(501)]).toEqual([true, true, true, false, false, true, false]);
    expect([take(1e9), take(1e9), take(1e9), take(1e9)]).toEqual([true, true, true, false]);
  });
});
