import { isIPv6 } from 'node:net';

/**
 * Where somebody comes from, as far as it tells people apart: an IPv4 address (also one that is mapped into IPv6), or the first four groups of an IPv6
 * address (its /64), within which one household or machine has as many as it likes.
 */
export function networkOf(address: string): { readonly isIPv6: boolean; readonly text: string } {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return { isIPv6: false, text: mapped };
  if (!isIPv6(address)) return { isIPv6: false, text: address };
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  const groups = [...before, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ''));
  return { isIPv6: true, text: groups.slice(0, 4).join(':') };
}
