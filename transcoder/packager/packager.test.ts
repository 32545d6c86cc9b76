import { describe, expect, it } from 'vitest';
import { TIMESCALE } from '../../core/contracts/timeline.ts';
import { SILENT_STEREO } from '../../core/flv/aac.ts';
import { readFragments } from '../../core/hls/fmp4-facts.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import type { SourceEvent } from '../flv/flv-source.ts';
import { cutAnywhere, readEvents, recordedBytes } from '../testing/recorded.ts';
import type { PackagedPart, PackagerOptions } from './packager.ts';
import { Packager } from './packager.ts';
import type { VideoFrame } from './video-track.ts';
import { Misaligned } from './video-track.ts';

const PART_TARGET_TICKS = 0.334 * TIMESCALE;
const START_TICKS = 10 * TIMESCALE;
const AUDIO_FRAME_TICKS = (1024 / 48_000) * TIMESCALE;

interface Bench {
  readonly packager: Packager;
  readonly parts: PackagedPart[];
  /** The parts of one track (or of the sound alone), in order. */
  of(track: number | 'audio'): readonly PackagedPart[];
}

function bench(options: Partial<PackagerOptions> = {}): Bench {
  const parts: PackagedPart[] = [];
  const packager = new Packager({
    tracks: 1,
    partTargetTicks: PART_TARGET_TICKS,
    frameRate: 30,
    startTicks: START_TICKS,
    audio: SILENT_STEREO,
    hasAudio: true,
    emit: (part) => parts.push(part),
    ...options,
  });
  return { packager, parts, of: (track) => parts.filter((part) => part.track === track) };
}

/** Frames as an encoder gives them: times rounded to milliseconds, a keyframe every `gop`. */
function frame(index: number, options: { rate?: number; gop?: number; bytes?: number } = {}): VideoFrame {
  const { rate = 30, gop = 60, bytes = 20 } = options;
  const at = START_TICKS + Math.round((index * 1000) / rate) * 90;
  return { dts: at, pts: at, key: index % gop === 0, data: new Uint8Array(bytes).fill(index), inputAtMs: index };
}

/** Picture and sound in step until `seconds` have passed. */
function play(one: Bench, seconds: number, options: { rate?: number; gop?: number; tracks?: number; withSound?: boolean } = {}): void {
  const { rate = 30, tracks = 1, withSound = true } = options;
  let sound = 0;
  for (let index = 0; index < Math.round(seconds * rate); index++) {
    const video = frame(index, options);
    while (withSound && START_TICKS + sound * AUDIO_FRAME_TICKS < video.pts)
      one.packager.addAudio(START_TICKS + sound++ * AUDIO_FRAME_TICKS, Uint8Array.of(sound & 0xff, 1, 2), (video.pts - START_TICKS) / 90);
    for (let track = 0; track < tracks; track++) one.packager.addVideo(track, video, (video.pts - START_TICKS) / 90);
  }
}

const seconds = (parts: readonly PackagedPart[]) => parts.map((part) => Math.round((part.durationTicks / TIMESCALE) * 1000) / 1000);
const tracksOf = (part: PackagedPart) => readFragments(part.bytes).flatMap((fragment) => fragment.tracks);
const videoOf = (part: PackagedPart) => tracksOf(part).find((track) => track.trackId === 1);
const audioOf = (part: PackagedPart) => tracksOf(part).find((track) => track.trackId === 2);

describe('parts', () => {
  for (const { rate, frames, because } of [
    { rate: 24, frames: 8, because: '24 frames a second: eight, 333 ms' },
    { rate: 25, frames: 8, because: '25: eight, 320 ms' },
    { rate: 30_000 / 1001, frames: 10, because: '29.97: ten, 333.7 ms' },
    { rate: 30, frames: 10, because: '30: ten, 333 ms' },
    { rate: 50, frames: 16, because: '50: sixteen, 320 ms' },
    { rate: 60, frames: 20, because: '60: twenty, 333 ms' },
  ]) {
    it(`hold as many whole frames as fit into the target (${because})`, () => {
      const one = bench({ frameRate: rate });
      play(one, 6.5, { rate, gop: Math.round(rate * 2) });
      const whole = one.of(0).filter((part) => !part.closesSegment);
      expect(whole.length).toBeGreaterThan(12);
      for (const part of whole) {
        expect(videoOf(part)?.samples).toBe(frames);
        expect(Math.abs(part.durationTicks - (frames / rate) * TIMESCALE)).toBeLessThanOrEqual(90);
        expect(part.durationTicks).toBeLessThanOrEqual(PART_TARGET_TICKS);
      }
    });
  }

  it('of a segment sum up to it, and a segment is a group of pictures', () => {
    const one = bench();
    play(one, 6.1);
    for (const segment of [0, 1, 2]) {
      const parts = one.of(0).filter((part) => part.segment === segment);
      expect(parts.reduce((sum, part) => sum + part.durationTicks, 0)).toBe(2 * TIMESCALE);
      expect(parts.map((part) => part.part)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(parts.map((part) => part.closesSegment)).toEqual([false, false, false, false, false, true]);
      expect(new Set(parts.map((part) => part.segmentStartTicks))).toEqual(new Set([START_TICKS + segment * 2 * TIMESCALE]));
    }
  });

  it('are independent where they begin with a keyframe, and only there', () => {
    const one = bench();
    // keyframes closer than a segment may be short: every 0.5 s
    play(one, 4.1, { gop: 15 });
    for (const part of one.of(0)) expect(part.independent).toBe(videoOf(part)?.beginsWithSync);
    expect(
      one
        .of(0)
        .filter((part) => part.independent)
        .map((part) => part.part),
    ).toContain(0);
    expect(one.of(0).every((part) => part.part !== 0 || part.independent)).toBe(true);
    expect(one.of('audio').every((part) => part.independent)).toBe(true);
  });

  it('before a keyframe may be short', () => {
    const one = bench();
    play(one, 5, { gop: 33 });
    expect(seconds(one.of(0).filter((part) => part.segment === 1))).toEqual([0.333, 0.334, 0.333, 0.1]);
  });

  it('never have a hole between them, in the picture nor in the sound', () => {
    const one = bench();
    play(one, 8, { gop: 47 });
    for (const track of [videoOf, audioOf]) {
      const spans = one.of(0).flatMap((part) => track(part) ?? []);
      expect(spans.slice(1).map((span, index) => span.baseTime - (spans[index]?.baseTime ?? 0) - (spans[index]?.duration ?? 0))).toEqual(
        spans.slice(1).map(() => 0),
      );
    }
  });

  it('tell when the last of their input came', () => {
    const one = bench();
    play(one, 2.1);
    expect(one.of(0).map((part) => part.inputAtMs)).toEqual([9, 19, 29, 39, 49, 59]);
  });

  it('carry the frames’ own bytes in order, whatever their sizes, the sound behind the picture', () => {
    const random = seededRandom(3);
    const one = bench();
    const given: number[] = [];
    for (let index = 0; index < 90; index++) {
      const data = Uint8Array.from({ length: 1 + Math.floor(random() ** 3 * 70_000) }, () => Math.floor(random() * 256));
      given.push(...data);
      one.packager.addVideo(0, { ...frame(index), data }, index * 33);
      one.packager.drain(index * 33 + 70);
    }
    one.packager.end();
    const taken = one.of(0).flatMap((part) => {
      const view = new DataView(part.bytes.buffer, part.bytes.byteOffset, part.bytes.byteLength);
      const mdat = view.getUint32(0);
      expect(mdat + view.getUint32(mdat)).toBe(part.bytes.byteLength);
      const soundBytes = (audioOf(part)?.samples ?? 0) * 9;
      return [...part.bytes.subarray(mdat + 8, part.bytes.byteLength - soundBytes)];
    });
    expect(taken.length).toBe(given.length);
    expect(taken.every((byte, index) => byte === given[index])).toBe(true);
  });
});

describe('a source that is not as it should be', () => {
  it('before its first keyframe gives nothing', () => {
    const one = bench();
    for (let index = 1; index < 50; index++) one.packager.addVideo(0, frame(index), index * 33);
    one.packager.end();
    expect(one.parts).toEqual([]);
  });

  it('with frames missing keeps the promise of the part target', () => {
    const one = bench();
    const random = seededRandom(4);
    for (let index = 0; index < 300; index++) if (index % 60 === 0 || random() < 0.5) one.packager.addVideo(0, frame(index), index * 33);
    one.packager.end();
    for (const part of one.of(0)) expect(part.durationTicks).toBeLessThanOrEqual(PART_TARGET_TICKS);
    expect(one.of(0).reduce((sum, part) => sum + part.durationTicks, 0)).toBeLessThanOrEqual(10.1 * TIMESCALE);
    expect(one.of(0).reduce((sum, part) => sum + part.durationTicks, 0)).toBeGreaterThan(9.5 * TIMESCALE);
  });
});

describe('renditions of one run', () => {
  it('begin a segment together: who is ahead waits for the slowest', () => {
    const one = bench({ tracks: 2, hasAudio: false });
    for (let index = 0; index < 130; index++) one.packager.addVideo(0, frame(index), index * 33);
    expect(one.parts).toEqual([]);
    for (let index = 0; index < 61; index++) one.packager.addVideo(1, frame(index), 5_000);
    // the first segment is whole in both, of the second the one that has it may send what it has
    expect(Math.max(...one.of(0).map((part) => part.segment))).toBe(1);
    expect(one.of(1).at(-1)).toMatchObject({ segment: 0, closesSegment: true });
  });

  it('have the same parts, and the same sound at the end of each segment', () => {
    const one = bench({ tracks: 3 });
    play(one, 6.1, { tracks: 3 });
    const soundEnds = (track: number) =>
      one.of(track).flatMap((part) => (part.closesSegment ? [(audioOf(part)?.baseTime ?? 0) + (audioOf(part)?.duration ?? 0)] : []));
    expect(soundEnds(0).length).toBe(3);
    for (const track of [1, 2]) {
      expect(one.of(track).map((part) => [part.segment, part.part, part.durationTicks])).toEqual(
        one.of(0).map((part) => [part.segment, part.part, part.durationTicks]),
      );
      expect(soundEnds(track)).toEqual(soundEnds(0));
    }
  });

  it('whose keyframes are elsewhere are refused: nobody could switch to them', () => {
    const one = bench({ tracks: 2 });
    for (let index = 0; index < 61; index++) one.packager.addVideo(0, frame(index), index * 33);
    expect(() => {
      for (let index = 0; index < 100; index++) one.packager.addVideo(1, { ...frame(index), key: index === 0 || index === 70 }, index * 33);
    }).toThrow(Misaligned);
  });

  it('whose beginning is elsewhere are refused', () => {
    const one = bench({ tracks: 2 });
    expect(() => one.packager.addVideo(1, { ...frame(30), key: true }, 0)).toThrow(Misaligned);
  });

  it('that end at any moment end with the same segments', () => {
    for (let ahead = 0; ahead < 140; ahead += 7) {
      const one = bench({ tracks: 2, hasAudio: false });
      for (let index = 0; index < 140; index++) one.packager.addVideo(0, frame(index), index * 33);
      for (let index = 0; index < 140 - ahead; index++) one.packager.addVideo(1, frame(index), 5_000);
      one.packager.end();
      const last = (track: number) => one.of(track).at(-1);
      expect(last(1)?.segment).toBe(last(0)?.segment);
      expect([last(0)?.closesSegment, last(1)?.closesSegment]).toEqual([true, true]);
    }
  });

  it('one of which stands still are told to be stuck', () => {
    const one = bench({ tracks: 2, hasAudio: false });
    one.packager.addVideo(1, frame(0), 0);
    for (let index = 0; index < 1_900; index++) one.packager.addVideo(0, frame(index), index * 33);
    expect(one.packager.isStuck).toBe(false);
    for (let index = 1_900; index < 2_200; index++) one.packager.addVideo(0, frame(index), index * 33);
    expect(one.packager.isStuck).toBe(true);
  });
});

describe('sound', () => {
  it('that is late holds a part back for 60 ms, not longer, and goes into the next', () => {
    const one = bench();
    for (let index = 0; index <= 10; index++) one.packager.addVideo(0, frame(index), index * 33);
    for (let at = 0; at < 12; at++) one.packager.addAudio(START_TICKS + at * AUDIO_FRAME_TICKS, Uint8Array.of(1), 330);
    expect(one.parts).toEqual([]);
    expect(one.packager.nextDeadlineMs()).toBe(330 + 60);
    one.packager.drain(389);
    expect(one.parts).toEqual([]);
    one.packager.drain(390);
    expect(audioOf(one.of(0)[0] as PackagedPart)?.samples).toBe(12);
    for (let at = 12; at < 32; at++) one.packager.addAudio(START_TICKS + at * AUDIO_FRAME_TICKS, Uint8Array.of(1), 400);
    for (let index = 11; index <= 20; index++) one.packager.addVideo(0, frame(index), index * 33);
    expect(audioOf(one.of(0)[1] as PackagedPart)?.samples).toBe(20);
  });

  it('that stops becomes silence, so that no player stands still', () => {
    const one = bench();
    play(one, 2.1);
    for (let index = 63; index < 200; index++) {
      one.packager.addVideo(0, frame(index), index * 33);
      one.packager.drain(index * 33 + 65);
    }
    const last = one.of(0).at(-1) as PackagedPart;
    const video = videoOf(last);
    const audio = audioOf(last);
    const pictureEnd = ((video?.baseTime ?? 0) + (video?.duration ?? 0)) / TIMESCALE;
    const soundEnd = ((audio?.baseTime ?? 0) + (audio?.duration ?? 0)) / 48_000;
    expect(Math.abs(pictureEnd - soundEnd)).toBeLessThan(0.03);
  });

  it('that a source has not is silence from the beginning', () => {
    const one = bench({ hasAudio: false });
    play(one, 2.1, { withSound: false });
    expect(one.of(0).length).toBe(6);
    expect(audioOf(one.of(0)[0] as PackagedPart)).toMatchObject({ samples: 16, baseTime: 10 * 48_000 });
    expect(one.of('audio').map((part) => part.durationTicks)).toEqual(one.of(0).map((part) => part.durationTicks));
  });

  it('alone has a sample in every part', () => {
    const one = bench();
    play(one, 12, { gop: 31 });
    for (const part of one.of('audio')) expect(audioOf(part)?.samples).toBeGreaterThan(0);
    expect(one.of('audio').every((part) => videoOf(part) === undefined)).toBe(true);
  });
});

describe('a recorded stream', () => {
  const packageAll = (presenter: readonly SourceEvent[], rung: readonly SourceEvent[]): readonly PackagedPart[] => {
    const ticks = (ms: number) => Math.round((ms - 67 + 10_000) * 90);
    const one = bench({ tracks: 2, startTicks: ticks(67) });
    const feed = (track: number, event: SourceEvent) => {
      if (event.kind === 'audio') one.packager.addAudio(ticks(event.ptsMs), event.data, event.ptsMs);
      if (event.kind === 'video')
        one.packager.addVideo(track, { ...event, dts: ticks(event.dtsMs), pts: ticks(event.ptsMs), inputAtMs: 0 }, event.ptsMs);
    };
    // the source's own frames are there first, the encoded ones after them
    const late = [...rung];
    for (const event of presenter) {
      feed(0, event);
      while (event.kind === 'video' && late[0] !== undefined && (late[0].kind !== 'video' || late[0].ptsMs <= event.dtsMs - 40))
        feed(1, late.shift() as SourceEvent);
    }
    for (const event of late) feed(1, event);
    one.packager.drain(Number.MAX_SAFE_INTEGER);
    one.packager.end();
    return one.parts;
  };
  const plain = packageAll(readEvents([recordedBytes('presenter')]), readEvents([recordedBytes('rung')]));

  it('of four seconds gives four segments in each rendition, every frame once', () => {
    for (const track of [0, 1]) {
      const parts = plain.filter((part) => part.track === track);
      expect(new Set(parts.map((part) => part.segment))).toEqual(new Set([0, 1, 2, 3]));
      expect(parts.reduce((sum, part) => sum + (videoOf(part)?.samples ?? 0), 0)).toBe(120);
      expect(parts.filter((part) => part.independent).map((part) => [part.segment, part.part])).toEqual([
        [0, 0],
        [1, 0],
        [2, 0],
        [3, 0],
      ]);
      for (const part of parts) expect(part.durationTicks).toBeLessThanOrEqual(PART_TARGET_TICKS);
    }
  });

  for (let seed = 1; seed <= 10; seed++) {
    it(`cut at any places gives the same bytes (seed ${seed})`, () => {
      const random = seededRandom(seed);
      const pieces = (name: 'presenter' | 'rung') => readEvents(cutAnywhere(recordedBytes(name), random));
      const parts = packageAll(pieces('presenter'), pieces('rung'));
      expect(parts.length).toBe(plain.length);
      for (const [index, part] of parts.entries()) {
        expect(Buffer.compare(part.bytes, plain[index]?.bytes ?? new Uint8Array())).toBe(0);
        expect({ ...part, bytes: 0 }).toEqual({ ...plain[index], bytes: 0 });
      }
    });
  }
});
