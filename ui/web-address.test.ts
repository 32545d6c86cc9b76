import { expect, it } from 'vitest';
import { HOSTILE_ADDRESSES } from './testing/hostile-text.ts';
import { webAddress } from './web-address.ts';

it('a link leads to the web, or nowhere', () => {
  expect(webAddress('https://a.example/x?y#z')?.href).toBe('https://a.example/x?y#z');
  expect(webAddress(null)).toBeUndefined();
  for (const address of HOSTILE_ADDRESSES.filter((one) => !one.startsWith('http:'))) expect(webAddress(address), address).toBeUndefined();
});
