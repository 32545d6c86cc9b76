import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordedSegment } from './recording-playlist.ts';
import { renderRecordingPlaylist } from './recording-playlist.ts';

const PREFIX = '3f9c2a7be1d40586';
const fixture = (name: string): string => readFileSync(path.join(import.meta.dirname, 'fixtures', `${name}.m3u8`), 'utf8');

function recorded(number: number, run: number, isLost = false): RecordedSegment {
  return {
    uri: `${PREFIX}-s${number}.m4s`,
    mapUri: `${PREFIX}-i${run}.mp4`,
    durationTicks: 180_000,
    startMs: Date.UTC(2026, 4, 12, 9, 30, 0, 40) + number * 2_000,
    run,
    isLost,
  };
}

describe('a recording as a playlist', () => {
  it('grows as an EVENT while it is on air; a new run is a discontinuity with its own map and date', () => {
    const segments = [recorded(0, 0), recorded(1, 0), recorded(2, 1), recorded(3, 1)];
    expect(renderRecordingPlaylist({ targetDurationSeconds: 2, segments, isEnded: false })).toBe(fixture('recording-growing'));
  });

  it('is complete as VOD', () => {
    const segments = [recorded(0, 0), recorded(1, 0), recorded(2, 1), recorded(3, 2)];
    expect(renderRecordingPlaylist({ targetDurationSeconds: 2, segments, isEnded: true })).toBe(fixture('recording-complete'));
  });

  it('keeps the time of a segment that was lost', () => {
    const segments = [recorded(0, 0), recorded(1, 0, true), recorded(2, 0)];
    expect(renderRecordingPlaylist({ targetDurationSeconds: 2, segments, isEnded: true })).toBe(fixture('recording-lost'));
  });
});
