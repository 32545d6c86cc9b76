import { describe, expect, it } from 'vitest';
import { Lifecycle } from './lifecycle.ts';
import { createLog, silentLog } from './log.ts';
import { waitUntil } from './test-support.ts';

function recorder(): { order: string[]; thing: (name: string, close?: () => Promise<void> | void) => { close: () => Promise<void> } } {
  const order: string[] = [];
  return {
    order,
    thing: (name, close) => ({
      close: async () => {
        order.push(name);
        await close?.();
      },
    }),
  };
}

const never = () => new Promise<void>(() => undefined);

describe('Lifecycle', () => {
  it('closes in reverse, one after the other', async () => {
    const { order, thing } = recorder();
    const life = new Lifecycle(silentLog);
    for (const name of ['store', 'log', 'http']) await life.open(name, () => thing(name));
    expect(await life.closeAll(1_000)).toBe(true);
    expect(order).toEqual(['http', 'log', 'store']);
  });

  it('closes what was opened when a later thing cannot be opened, and throws why', async () => {
    const { order, thing } = recorder();
    const life = new Lifecycle(silentLog);
    await life.open('store', () => thing('store'));
    const failing = life.open('http', () => Promise.reject(new Error('port taken')));
    await expect(failing).rejects.toThrow('port taken');
    expect(order).toEqual(['store']);
    expect(life.isClosing()).toBe(true);
  });

  it('closes once, however often it is asked', async () => {
    const { order, thing } = recorder();
    const life = new Lifecycle(silentLog);
    await life.open('store', () => thing('store'));
    await Promise.all([life.closeAll(1_000), life.closeAll(1), life.closeAll(5)]);
    expect(order).toEqual(['store']);
  });

  it('goes on past one that throws and one that never ends, and says so', async () => {
    const lines: string[] = [];
    const log = createLog({ name: 'test', destination: { write: (line) => void lines.push(line) } });
    const { order, thing } = recorder();
    const life = new Lifecycle(log);
    await life.open('first', () => thing('first'));
    await life.open('throws', () => thing('throws', () => Promise.reject(new Error('disk'))));
    await life.open('throws at once', () => ({
      close: () => {
        throw new Error('sync');
      },
    }));
    await life.open('hangs', () => thing('hangs', never));
    expect(await life.closeAll(20)).toBe(false);
    expect(order).toEqual(['hangs', 'throws', 'first']);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { msg: 'not closed in time', thing: 'hangs' },
      { msg: 'failed to close', thing: 'throws at once' },
      { msg: 'failed to close', thing: 'throws' },
    ]);
  });

  it('closes a thing that was being opened when the closing began, and opens nothing after', async () => {
    const { order, thing } = recorder();
    const life = new Lifecycle(silentLog);
    await life.open('store', () => thing('store'));
    const { promise, resolve } = Promise.withResolvers<void>();
    const opening = life.open('http', async () => {
      await promise;
      return thing('http');
    });
    const refused = expect(opening).rejects.toThrow('stopping');
    await life.closeAll(1_000);
    resolve();
    await refused;
    await waitUntil(() => order.length === 2, { within: 1_000 });
    expect(order).toEqual(['store', 'http']);
    await expect(life.open('late', () => thing('late'))).rejects.toThrow('stopping');
  });
});
