import { describe, expect, it } from 'vitest';
import { tokenIn } from './link-token.ts';

describe('a personal link', () => {
  it.each([
    { hash: '#token=Ab_-9', token: 'Ab_-9', because: 'it is there' },
    { hash: '#a=b&token=Ab_-9%20', token: 'Ab_-9', because: 'other things may stand beside it' },
    { hash: '#token=', token: undefined, because: 'it is empty' },
    { hash: '', token: undefined, because: 'there is nothing' },
    { hash: '#tokens=x', token: undefined, because: 'it is something else' },
    { hash: `#token=${'x'.repeat(101)}`, token: undefined, because: 'no token is so long' },
  ])('$hash holds $token: $because', ({ hash, token }) => {
    expect(tokenIn(hash)).toBe(token);
  });
});
