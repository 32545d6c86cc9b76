import { describe, expect, it } from 'vitest';
import { Health } from './health.ts';

describe('Health', () => {
  it('is alive from birth, ready once started, not ready while it drains', async () => {
    const health = new Health();
    const seen: boolean[][] = [];
    const look = async () => seen.push([(await health.healthz()).ok, (await health.readyz()).ok]);
    await look();
    health.started();
    await look();
    health.drain();
    await look();
    health.started();
    await look();
    expect(seen).toEqual([
      [true, false],
      [true, true],
      [true, false],
      [true, false],
    ]);
  });

  it('tells each check by name, with its reason', async () => {
    const health = new Health();
    health.started();
    health.alive('event loop', () => undefined);
    health.ready('object store', () => Promise.reject(new Error('it refuses')));
    expect(await health.healthz()).toEqual({ ok: true, checks: { 'event loop': 'ok' } });
    expect(await health.readyz()).toEqual({ ok: false, checks: { process: 'ok', 'event loop': 'ok', 'object store': 'it refuses' } });
  });

  it('tells what somebody should see to, and is ready all the same', async () => {
    const health = new Health();
    health.started();
    let problem: string | undefined;
    health.tell('disk', () => problem);
    expect(await health.readyz()).toEqual({ ok: true, checks: { process: 'ok', disk: 'ok' } });
    problem = 'it is full';
    expect(await health.readyz()).toEqual({ ok: true, checks: { process: 'ok', disk: 'it is full' } });
  });

  it('a dead process is not ready', async () => {
    const health = new Health();
    health.started();
    health.alive('ingest', () => {
      throw new Error('gone');
    });
    expect([(await health.healthz()).ok, (await health.readyz()).ok]).toEqual([false, false]);
  });

  it('a check can be taken back, and a name is there once', async () => {
    const health = new Health();
    health.started();
    const takeBack = health.ready('a', () => Promise.reject(new Error('no')));
    expect(() => health.ready('a', () => undefined)).toThrow('twice');
    takeBack();
    expect((await health.readyz()).ok).toBe(true);
  });

  it('a check that hangs has failed, and its signal says so', async () => {
    const health = new Health();
    let aborted = false;
    health.alive('hangs', (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise(() => undefined);
    });
    const report = await health.healthz();
    expect([report.ok, aborted]).toEqual([false, true]);
  });
});
