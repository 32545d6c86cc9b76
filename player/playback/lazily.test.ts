import { describe, expect, it } from 'vitest';
import { addressIn, lazily } from './lazily.ts';

describe('the address in a failed import', () => {
  it.each([
    {
      message: 'TypeError: Failed to fetch dynamically imported module: https://live.example/assets/source-hls-Dx3.js',
      address: 'https://live.example/assets/source-hls-Dx3.js',
      because: 'Chromium names it',
    },
    {
      message: 'TypeError: error loading dynamically imported module: http://127.0.0.1:8080/assets/fa-1.js',
      address: 'http://127.0.0.1:8080/assets/fa-1.js',
      because: 'Firefox names it',
    },
    {
      message: 'TypeError: Importing a module script failed.',
      address: undefined,
      because: 'Safari does not, and fetches it again anyway',
    },
    { message: 'ReferenceError: x is not defined', address: undefined, because: 'it arrived and broke' },
  ])('$because', ({ message, address }) => {
    expect(addressIn(message)).toBe(address);
  });
});

describe('a chunk', () => {
  it('is asked for as it is until a failure names its address', async () => {
    let calls = 0;
    const chunk = lazily(() => {
      calls += 1;
      return calls < 3 ? Promise.reject(new TypeError('Importing a module script failed.')) : Promise.resolve('there');
    });
    await expect(chunk()).rejects.toThrow('Importing');
    await expect(chunk()).rejects.toThrow('Importing');
    expect(await chunk()).toBe('there');
  });
});
