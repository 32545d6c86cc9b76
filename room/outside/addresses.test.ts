import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './addresses.ts';

describe('isPublicAddress', () => {
  it.each([
    { address: '93.184.216.34', isPublic: true, because: 'it is an ordinary address' },
    { address: '2606:2800:220:1:248:1893:25c8:1946', isPublic: true, because: 'it is an ordinary address' },
    { address: '127.0.0.1', isPublic: false, because: 'it is this machine' },
    { address: '0.0.0.0', isPublic: false, because: 'it means this machine' },
    { address: '10.1.2.3', isPublic: false, because: 'it is a private network' },
    { address: '172.31.255.255', isPublic: false, because: 'it is a private network' },
    { address: '172.32.0.1', isPublic: true, because: 'it is just past the private network' },
    { address: '192.168.1.1', isPublic: false, because: 'it is a private network' },
    { address: '169.254.169.254', isPublic: false, because: 'it is where clouds keep their secrets' },
    { address: '100.100.100.200', isPublic: false, because: 'it is shared address space, and a metadata service too' },
    { address: '224.0.0.1', isPublic: false, because: 'it is multicast' },
    { address: '255.255.255.255', isPublic: false, because: 'it is broadcast' },
    { address: '::1', isPublic: false, because: 'it is this machine' },
    { address: '::', isPublic: false, because: 'it means this machine' },
    { address: '::ffff:127.0.0.1', isPublic: false, because: 'it is this machine in IPv6 clothes' },
    { address: '::ffff:93.184.216.34', isPublic: false, because: 'nobody needs IPv4 in IPv6 clothes' },
    { address: '64:ff9b::7f00:1', isPublic: false, because: 'it is translated to this machine' },
    { address: 'fd12:3456::1', isPublic: false, because: 'it is a unique local address' },
    { address: 'fe80::1', isPublic: false, because: 'it is link-local' },
    { address: '2002:7f00:1::', isPublic: false, because: '6to4 carries an IPv4 address inside' },
    { address: '2001:0:53aa:64c::1', isPublic: false, because: 'Teredo carries an IPv4 address inside' },
  ])('$address: $isPublic, $because', ({ address, isPublic }) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});
