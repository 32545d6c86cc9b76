import { describe, expect, it } from 'vitest';
import { arrivesIn, Bandwidth } from './bandwidth.ts';

/** A part of `kbps` media over a link of `mbps` with a round trip of `rttMs`. */
function part(kbps: number, mbps: number, rttMs = 2): { bytes: number; mediaSeconds: number; firstByteMs: number; totalMs: number } {
  const bytes = (kbps * 1000 * 0.333) / 8;
  return { bytes, mediaSeconds: 0.333, firstByteMs: rttMs, totalMs: rttMs + (bytes * 8) / (mbps * 1000) };
}

describe('bandwidth', () => {
  it('knows nothing before the first download', () => {
    expect(new Bandwidth().bps).toBeNull();
  });

  it.each([
    { mbps: 2, rttMs: 2, because: 'a slow link' },
    { mbps: 20, rttMs: 2, because: 'a fast link' },
    { mbps: 8, rttMs: 120, because: 'a far server: the round trip is not bandwidth' },
  ])('finds $mbps Mbit/s ($because)', ({ mbps, rttMs }) => {
    const bandwidth = new Bandwidth();
    for (let i = 0; i < 20; i += 1) bandwidth.add(part(2500, mbps, rttMs));
    expect((bandwidth.bps ?? 0) / 1e6).toBeCloseTo(mbps, 0);
  });

  it('falls within a second and rises within ten', () => {
    const bandwidth = new Bandwidth();
    for (let i = 0; i < 30; i += 1) bandwidth.add(part(2500, 50));
    for (let i = 0; i < 3; i += 1) bandwidth.add(part(2500, 2));
    expect(bandwidth.bps).toBeLessThan(3e6);
    for (let i = 0; i < 3; i += 1) bandwidth.add(part(800, 50));
    expect(bandwidth.bps).toBeLessThan(12e6);
    for (let i = 0; i < 90; i += 1) bandwidth.add(part(800, 50));
    expect(bandwidth.bps).toBeGreaterThan(20e6);
  });

  it('a tiny part is no sample', () => {
    const bandwidth = new Bandwidth();
    bandwidth.add({ bytes: 900, mediaSeconds: 0.333, firstByteMs: 1, totalMs: 2 });
    expect(bandwidth.bps).toBeNull();
  });

  it('believes two slow parts after many fast ones, and not one', () => {
    const bandwidth = new Bandwidth();
    for (let i = 0; i < 30; i += 1) bandwidth.add(part(2500, 50));
    bandwidth.add(part(2500, 3));
    expect(bandwidth.bps).toBeGreaterThan(5e6);
    bandwidth.add(part(2500, 3));
    expect(bandwidth.bps).toBeLessThan(3.1e6);
  });

  it('a part that hangs lowers the estimate before it ends', () => {
    const bandwidth = new Bandwidth();
    for (let i = 0; i < 9; i += 1) bandwidth.add(part(2500, 50));
    expect(bandwidth.bpsWith({ bytes: 30_000, totalBytes: 110_000, elapsedMs: 60 })).toBeGreaterThan(40e6);
    expect(bandwidth.bpsWith({ bytes: 30_000, totalBytes: 110_000, elapsedMs: 600 })).toBeLessThan(0.6e6);
    expect(bandwidth.bps).toBeGreaterThan(40e6);
  });
});

describe('a part under way arrives', () => {
  it.each([
    { underway: { bytes: 0, totalBytes: 0, elapsedMs: 80 }, seconds: null, because: 'it is too young to be late' },
    { underway: { bytes: 20_000, totalBytes: 80_000, elapsedMs: 150 }, seconds: 0.3, because: 'three quarters are missing' },
    { underway: { bytes: 80_000, totalBytes: 80_000, elapsedMs: 100 }, seconds: 0, because: 'it is all there' },
    { underway: { bytes: 0, totalBytes: 0, elapsedMs: 200 }, seconds: 0.2, because: 'nothing came: as long again' },
    { underway: { bytes: 5_000, totalBytes: 0, elapsedMs: 200 }, seconds: 0.2, because: 'nobody says how long it is' },
  ])('in $seconds s: $because', ({ underway, seconds }) => {
    expect(arrivesIn(underway)).toEqual(seconds === null ? null : expect.closeTo(seconds, 5));
  });
});
