import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../core/contracts/ids.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { Door } from './door.ts';

const id = (name: string) => name as SessionId;

function doorWith(guests: readonly [name: string, network: string, hasKey: boolean][]): Door {
  const door = new Door({ total: 4, fromNetwork: 2 });
  for (const [name, network, hasKey] of guests) {
    door.enter(id(name), network);
    if (hasKey) door.showedKey(id(name));
  }
  return door;
}

describe('the door', () => {
  it('lets in while there is room', () => {
    expect(doorWith([['a', 'one', false]]).enter(id('b'), 'one')).toBeUndefined();
  });
  it('puts out the one of the same network that has waited longest', () => {
    const door = doorWith([
      ['a', 'one', false],
      ['b', 'two', false],
      ['c', 'one', false],
    ]);
    expect(door.enter(id('d'), 'one')).toBe('a');
  });
  it('puts out nobody who has shown a key', () => {
    const door = doorWith([
      ['a', 'one', true],
      ['b', 'one', false],
    ]);
    expect(door.enter(id('c'), 'one')).toBe('b');
  });
  it('sends the newcomer away when all others have shown a key', () => {
    const door = doorWith([
      ['a', 'one', true],
      ['b', 'one', true],
    ]);
    expect(door.enter(id('c'), 'one')).toBe('c');
    expect(door.enter(id('d'), 'two')).toBeUndefined();
  });
  it('puts out the one that has waited longest of all when the house is full', () => {
    const door = doorWith([
      ['a', 'one', true],
      ['b', 'two', false],
      ['c', 'three', false],
      ['d', 'four', false],
    ]);
    expect(door.enter(id('e'), 'five')).toBe('b');
  });
  it('has room again when somebody leaves', () => {
    const door = doorWith([
      ['a', 'one', true],
      ['b', 'one', true],
    ]);
    door.leave(id('a'));
    expect(door.enter(id('c'), 'one')).toBeUndefined();
  });
});

for (let seed = 1; seed <= 20; seed++) {
  it(`never holds more than its limits, whoever comes (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const whole = (below: number) => Math.floor(random() * below);
    const door = new Door({ total: 20, fromNetwork: 5 });
    const inside = new Map<SessionId, { network: string; hasKey: boolean }>();
    for (let count = 0; count < 1_000; count++) {
      const [someone] = [...inside.keys()].slice(whole(inside.size || 1));
      const what = whole(4);
      if (what === 0 && someone !== undefined) {
        door.leave(someone);
        inside.delete(someone);
      } else if (what === 1 && someone !== undefined) {
        door.showedKey(someone);
        inside.set(someone, { network: inside.get(someone)?.network ?? '', hasKey: true });
      } else {
        const network = `n${whole(8)}`;
        const out = door.enter(id(`s${count}`), network);
        if (out !== id(`s${count}`)) inside.set(id(`s${count}`), { network, hasKey: false });
        if (out === undefined) continue;
        expect(inside.get(out)?.hasKey ?? false).toBe(false);
        door.leave(out);
        inside.delete(out);
      }
      expect(inside.size).toBeLessThanOrEqual(20);
      const byNetwork = Map.groupBy(inside.values(), (guest) => guest.network);
      for (const guests of byNetwork.values()) expect(guests.length).toBeLessThanOrEqual(5);
    }
  });
}
