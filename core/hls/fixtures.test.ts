import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderMediaPlaylist } from './media-playlist.ts';
import { parseMediaPlaylist } from './media-playlist-parse.ts';
import { parseMultivariantPlaylist, renderMultivariantPlaylist } from './multivariant-playlist.ts';

const FOLDER = path.join(import.meta.dirname, 'fixtures');
const read = (name: string): string => readFileSync(path.join(FOLDER, `${name}.m3u8`), 'utf8');
const all = readdirSync(FOLDER).flatMap((name) => (name.endsWith('.m3u8') ? [name.slice(0, -5)] : []));
const media = all.filter((name) => name.startsWith('live-') || name.startsWith('recording-'));

describe('a playlist is read and written again, byte for byte', () => {
  for (const name of media) {
    it(name, () => {
      expect(renderMediaPlaylist(parseMediaPlaylist(read(name)))).toBe(read(name));
    });
  }
  it.each(['multivariant', 'multivariant-captions'])('%s', (name) => {
    expect(renderMultivariantPlaylist(parseMultivariantPlaylist(read(name)))).toBe(read(name));
  });
  it('there is a fixture for each kind', () => {
    expect(media.length).toBeGreaterThanOrEqual(10);
  });
});

describe('what the values say', () => {
  it('a delta update counts what it skips', () => {
    const delta = parseMediaPlaylist(read('live-delta'));
    expect(delta.skippedSegments).toBe(4);
    expect(delta.mediaSequence).toBe(100);
    expect(delta.segments[0]?.whole?.uri).toContain('s104');
  });

  it('an open segment has parts and no EXTINF', () => {
    const open = parseMediaPlaylist(read('live-whole')).segments.at(-1);
    expect(open?.whole).toBeUndefined();
    expect(open?.parts.map((part) => part.independent)).toEqual([true, false]);
  });

  it('durations come back as the ticks they were', () => {
    const { segments } = parseMediaPlaylist(read('live-slate'));
    expect(segments[7]?.whole?.durationTicks).toBe(90_000);
    expect(segments[8]?.parts.map((part) => part.durationTicks)).toEqual(Array.from({ length: 6 }, () => 30_000));
  });

  it('a playlist from elsewhere is read as far as we know its tags', () => {
    const foreign = parseMediaPlaylist(read('foreign'));
    expect(foreign).toMatchObject({
      version: 6,
      targetDurationSeconds: 4,
      partTargetSeconds: 1,
      mediaSequence: 7,
      discontinuitySequence: undefined,
      preloadHint: 'segment8.1.mp4',
      serverControl: { canBlockReload: true, partHoldBackSeconds: 3, holdBackSeconds: undefined, canSkipUntilSeconds: 24 },
    });
    expect(foreign.segments).toMatchObject([
      { mapUri: 'init,1.mp4', startMs: Date.UTC(2026, 4, 12, 9, 30), whole: { uri: 'segment7.mp4', durationTicks: 360_000 } },
      { parts: [{ uri: 'segment8.0.mp4', durationTicks: 90_000, independent: true }], whole: undefined },
    ]);
  });
});
