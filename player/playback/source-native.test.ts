import { describe, expect, it } from 'vitest';
import type { PlayerError } from './faults.ts';
import type { SourceRequest } from './source.ts';
import { NativeSource, playsHlsNatively } from './source-native.ts';

const START_MS = Date.UTC(2027, 2, 3, 9);

/** As much of a Safari's `<video>` as the source touches. */
class FakeVideo extends EventTarget {
  src = '';
  currentTime = 0;
  videoHeight = 0;
  error: { code: number } | null = null;
  loads = 0;
  listed: readonly [number, number] | null = null;
  startDate = new Date(Number.NaN);

  get seekable(): Pick<TimeRanges, 'length' | 'start' | 'end'> {
    const { listed } = this;
    return { length: listed === null ? 0 : 1, start: () => listed?.[0] ?? 0, end: () => listed?.[1] ?? 0 };
  }

  getStartDate(): Date {
    return this.startDate;
  }

  canPlayType(type: string): string {
    return type === 'application/vnd.apple.mpegurl' ? 'maybe' : '';
  }

  load(): void {
    this.loads += 1;
  }

  removeAttribute(): void {
    this.src = '';
  }
}

function open(startAt: SourceRequest['startAt'] = null): { video: FakeVideo; source: NativeSource; told: string[]; errors: PlayerError[] } {
  const video = new FakeVideo();
  const told: string[] = [];
  const errors: PlayerError[] = [];
  const source = new NativeSource({
    video: video as unknown as HTMLVideoElement,
    url: '/live/demo/index.m3u8',
    live: startAt === null,
    startAt,
    height: null,
    listener: {
      qualities: () => told.push('qualities'),
      shown: (height) => told.push(`shown ${height}`),
      progress: () => told.push('progress'),
      beforeAppend: () => told.push('beforeAppend'),
      broke: () => told.push('broke'),
      failed: (error) => errors.push(error),
    },
  });
  return { video, source, told, errors };
}

const tell = (video: FakeVideo, name: string): boolean => video.dispatchEvent(new Event(name));

describe("the browser's own HLS", () => {
  it('is told by its type', () => {
    expect(playsHlsNatively(new FakeVideo() as unknown as HTMLVideoElement)).toBe(true);
  });

  it('is given the address and leaves latency and quality to the browser', () => {
    const { video, source } = open();
    expect(video.src).toBe('/live/demo/index.m3u8');
    expect(source.view()).toMatchObject({
      partTargetSeconds: null,
      edgeSeconds: null,
      listed: null,
      starving: false,
      arrivesInSeconds: null,
    });
    source.tick();
    source.choose();
    expect(video.src).toBe('/live/demo/index.m3u8');
  });

  it('tells the edge, and programme time where the browser knows it', () => {
    const { video, source } = open();
    video.listed = [10, 40];
    video.currentTime = 37;
    expect(source.view()).toMatchObject({ edgeSeconds: 40, behindEdgeSeconds: 3, programMs: null, listed: null });
    video.startDate = new Date(START_MS);
    expect(source.view()).toMatchObject({
      programMs: START_MS + 37_000,
      listed: { startMs: START_MS + 10_000, endMs: START_MS + 40_000 },
    });
    expect(source.placeOf(START_MS + 12_500)).toBe(12.5);
  });

  it('reports media that came and the size that is shown', () => {
    const { video, told } = open();
    video.videoHeight = 720;
    tell(video, 'progress');
    tell(video, 'resize');
    expect(told).toEqual(['progress', 'shown 720']);
  });

  it.each([
    { code: 2, error: { type: 'networkError', details: 'manifestLoadError', fatal: true }, because: 'the network' },
    { code: 3, error: { type: 'mediaError', details: 'native', fatal: true }, because: 'the decoder' },
    { code: 4, error: { type: 'mediaError', details: 'native', fatal: true }, because: 'not supported' },
  ])('says that it failed in the words of the list of faults: $because', ({ code, error }) => {
    const { video, errors } = open();
    video.error = { code };
    tell(video, 'error');
    expect(errors).toEqual([error]);
  });

  it('opens a recording at its programme time, or at the guess while that is unknown', () => {
    const startAt = { programMs: START_MS + 60_000, guessSeconds: 58 };
    const known = open(startAt);
    known.video.startDate = new Date(START_MS);
    tell(known.video, 'loadedmetadata');
    expect(known.video.currentTime).toBe(60);
    const unknown = open(startAt);
    tell(unknown.video, 'loadedmetadata');
    expect(unknown.video.currentTime).toBe(58);
  });

  it('loads a recording again where it was, and live at the edge', () => {
    const recording = open({ programMs: START_MS, guessSeconds: 5 });
    recording.video.currentTime = 33;
    recording.source.recoverMedia();
    recording.video.currentTime = 0;
    tell(recording.video, 'loadedmetadata');
    expect(recording.video).toMatchObject({ loads: 1, currentTime: 33 });
    const live = open();
    live.video.currentTime = 33;
    live.source.restartLoad();
    live.video.currentTime = 0;
    tell(live.video, 'loadedmetadata');
    expect(live.video).toMatchObject({ loads: 1, currentTime: 0 });
  });

  it('lets go of the element and hears nothing more', () => {
    const { video, source, told } = open();
    source.close();
    tell(video, 'progress');
    expect(video.src).toBe('');
    expect(told).toEqual([]);
  });
});
