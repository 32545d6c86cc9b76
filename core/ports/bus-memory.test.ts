import { describe, expect, it } from 'vitest';
import { createLog, silentLog } from '../runtime/log.ts';
import { waitUntil } from '../runtime/test-support.ts';
import { busContract } from './bus.contract.ts';
import { BusMemory } from './bus-memory.ts';

busContract('memory', async () => {
  const bus = new BusMemory({ log: silentLog });
  return { sender: bus, listener: bus };
});

describe('BusMemory', () => {
  it('logs a listener that throws, without the payload', async () => {
    const lines: string[] = [];
    const bus = new BusMemory({ log: createLog({ name: 'test', destination: { write: (line) => void lines.push(line) } }) });
    await bus.subscribe('a', () => {
      throw new Error('listener');
    });
    await bus.publish('a', 'canary-payload');
    await waitUntil(() => lines.length === 1, { within: 1_000 });
    expect(lines[0]).toContain('a listener on the bus failed');
    expect(lines[0]).not.toContain('canary');
  });

  it('drops hints beyond its bound instead of growing', async () => {
    const bus = new BusMemory({ log: silentLog });
    let got = 0;
    await bus.subscribe('a', () => {
      got += 1;
    });
    await Promise.all(Array.from({ length: 10_500 }, () => bus.publish('a', '')));
    await waitUntil(() => got > 0, { within: 1_000 });
    expect(got).toBe(10_000);
  });

  it('two listeners that answer each other for ever do not stop the world', async () => {
    const bus = new BusMemory({ log: silentLog });
    let turns = 0;
    await bus.subscribe('ping', () => void bus.publish('pong', ''));
    await bus.subscribe('pong', () => {
      turns += 1;
      void bus.publish('ping', '');
    });
    await bus.publish('ping', '');
    await waitUntil(() => turns > 10, { within: 5_000 });
    await bus.close();
  });
});
