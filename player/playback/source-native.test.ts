import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
  plays = 0;
  paused = false;
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

  play(): Promise<void> {
    this.plays += 1;
    return Promise.resolve();
  }

  removeAttribute(): void {
    this.src = '';
  }
}

function open(
  startAt: SourceRequest['startAt'] = null,
  prefix = signal(''),
): { video: FakeVideo; source: NativeSource; told: string[]; errors: PlayerError[] } {
  const video = new FakeVideo();
  const told: string[] = [];
  const errors: PlayerError[] = [];
  const source = new NativeSource({
    video: video as unknown as HTMLVideoElement,
    url: '/live/demo/index.m3u8',
    prefix,
    live: startAt === null,
    startAt,
    height: null,
    listener: {
      qualities: () => told.push('qualities'),
      shown: (height) => told.push(`shown ${height}`),
      captioned: () => told.push('captioned'),
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
      calmMs: 100,
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

  describe('where the event is closed', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());
    const closed = (startAt: SourceRequest['startAt'] = null) => {
      const prefix = signal('/v/first');
      return { prefix, ...open(startAt, prefix) };
    };

    it('opens with the pass, and with the next one a good while after it came, once, at the edge', () => {
      const { prefix, video } = closed();
      expect(video.src).toBe('/v/first/live/demo/index.m3u8');
      prefix.value = '/v/second';
      expect(video.src).toBe('/v/first/live/demo/index.m3u8');
      prefix.value = '/v/third';
      vi.advanceTimersByTime(80_000);
      expect(video).toMatchObject({ src: '/v/third/live/demo/index.m3u8', plays: 1 });
      video.currentTime = 0;
      tell(video, 'loadedmetadata');
      expect(video.currentTime).toBe(0);
      vi.advanceTimersByTime(500_000);
      expect(video.plays).toBe(1);
    });

    it('goes on at the same moment of the programme who watches from behind', () => {
      const { prefix, video } = closed();
      video.listed = [0, 100];
      video.currentTime = 40;
      video.startDate = new Date(START_MS);
      prefix.value = '/v/second';
      vi.advanceTimersByTime(80_000);
      video.startDate = new Date(START_MS + 30_000);
      tell(video, 'loadedmetadata');
      expect(video.currentTime).toBe(10);
    });

    it('leaves a picture that is paused alone until it is played again', () => {
      const { prefix, video } = closed({ programMs: START_MS, guessSeconds: 5 });
      video.paused = true;
      prefix.value = '/v/second';
      vi.advanceTimersByTime(80_000);
      expect(video.src).toBe('/v/first/live/demo/index.m3u8');
      video.currentTime = 33;
      video.paused = false;
      tell(video, 'play');
      expect(video.src).toBe('/v/second/live/demo/index.m3u8');
      tell(video, 'loadedmetadata');
      expect(video.currentTime).toBe(33);
    });

    it('is mended with the pass of the moment', () => {
      const { prefix, video, source } = closed();
      prefix.value = '/v/second';
      source.restartLoad();
      expect(video).toMatchObject({ src: '/v/second/live/demo/index.m3u8', loads: 0 });
      vi.advanceTimersByTime(80_000);
      expect(video.plays).toBe(0);
      source.close();
    });
  });

  it('lets go of the element and hears nothing more', () => {
    const { video, source, told } = open();
    source.close();
    tell(video, 'progress');
    expect(video.src).toBe('');
    expect(told).toEqual([]);
  });
});
