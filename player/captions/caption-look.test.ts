import { describe, expect, it } from 'vitest';
import { LOOK_NAMES, readChoice, USUAL, withLook } from './caption-look.ts';

describe('how captions look', () => {
  it.each([
    { kept: null, because: 'nothing was kept' },
    { kept: '{', because: 'it is no JSON' },
    { kept: 'null', because: 'it is nothing' },
    { kept: '[1]', because: 'it is something else' },
    { kept: '{"on":"yes","look":{"size":"900","colour":7}}', because: 'nothing of it is there to choose' },
  ])('is as usual when $because', ({ kept }) => {
    expect(readChoice(kept)).toEqual({ on: false, look: USUAL });
  });

  it('is what was kept', () => {
    const look = { ...USUAL, size: '150', colour: 'yellow' } as const;
    expect(readChoice(JSON.stringify({ on: true, look }))).toEqual({ on: true, look });
  });

  it('never has letters in the colour of what is behind them, whatever is chosen in whatever order', () => {
    const values = ['white', 'black', 'sent', 'yellow', 'blue'];
    let look = USUAL;
    for (let step = 0; step < 200; step += 1) {
      look = withLook(look, step % 3 === 0 ? 'ground' : 'colour', values[(step * 7) % values.length] ?? '');
      expect(look.colour === 'sent' ? 'white' : look.colour).not.toBe(look.ground);
    }
  });

  it('takes nothing that is not there to choose', () => {
    for (const name of LOOK_NAMES) expect(withLook(USUAL, name, 'url(x)')).toBe(USUAL);
  });
});
