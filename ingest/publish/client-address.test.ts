import { describe, expect, it } from 'vitest';
import { blurAddress, networkOf } from './client-address.ts';

describe('addresses', () => {
  const rows = [
    { address: '192.0.2.77', network: '192.0.2.77', blurred: '192.0.2.0/24', because: 'IPv4 counts whole' },
    { address: '::ffff:192.0.2.77', network: '192.0.2.77', blurred: '192.0.2.0/24', because: 'IPv4 on a socket that listens on ::' },
    { address: '2001:db8:1:2:3:4:5:6', network: '2001:db8:1:2::/64', blurred: '2001:db8:1::/48', because: 'a customer has a /64' },
    { address: '2001:DB8:1:2::9', network: '2001:db8:1:2::/64', blurred: '2001:db8:1::/48', because: 'the same, written shorter' },
    { address: '2001:0db8:0001:0002::9', network: '2001:db8:1:2::/64', blurred: '2001:db8:1::/48', because: 'the same, written longer' },
    { address: '2001:db8::1', network: '2001:db8:0:0::/64', blurred: '2001:db8:0::/48', because: 'zeros are left out' },
    { address: '::1', network: '0:0:0:0::/64', blurred: '0:0:0::/48', because: 'loopback' },
    { address: 'fe80::1%eth0', network: 'fe80:0:0:0::/64', blurred: 'fe80:0:0::/48', because: 'a zone is no part of it' },
    { address: 'unknown', network: 'unknown', blurred: 'unknown', because: 'the socket was gone before it could be asked' },
  ];
  for (const { address, network, blurred, because } of rows) {
    it(`${address}: ${because}`, () => {
      expect([networkOf(address), blurAddress(address)]).toEqual([network, blurred]);
    });
  }
});
