import { describe, expect, it } from 'vitest';
import { SourceEpoch } from './source-epoch.ts';

describe('the wall clock of a source', () => {
  it('is now while nothing is known', () => {
    expect(new SourceEpoch().wallMs(500, 10_000)).toBe(10_000);
  });

  it('is the smallest seen: frames that came late change nothing', () => {
    const epoch = new SourceEpoch();
    epoch.note(0, 10_040);
    epoch.note(33, 10_033);
    epoch.note(66, 10_400);
    expect(epoch.wallMs(100, 99_999)).toBe(10_100);
  });

  it('begins with what ingest knew, so that old frames read late are not taken for new', () => {
    const epoch = new SourceEpoch();
    epoch.begin(10_000);
    epoch.note(0, 12_000);
    epoch.note(2_000, 12_001);
    expect(epoch.wallMs(0, 99_999)).toBe(10_000);
  });

  it('is found anew when the time has jumped, either way', () => {
    const epoch = new SourceEpoch();
    epoch.note(0, 10_000);
    epoch.forget();
    epoch.note(3_600_000, 11_000);
    expect(epoch.wallMs(3_601_000, 99_999)).toBe(12_000);
    epoch.forget();
    epoch.note(0, 13_000);
    expect(epoch.wallMs(500, 99_999)).toBe(13_500);
  });
});
