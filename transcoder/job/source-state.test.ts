import { describe, expect, it } from 'vitest';
import { readAacConfig } from '../../core/flv/aac.ts';
import { readAvcConfig } from '../../core/flv/avc.ts';
import type { SourceEvent } from '../flv/flv-source.ts';
import { snapRate, SourceState } from './source-state.ts';

const RECORD = Buffer.from('0142c01fffe100176742c01fda014016ec0440000003004000000c83c60ca801000468ce0fc8', 'hex');
const facts = readAvcConfig(RECORD);
const aac = readAacConfig(Uint8Array.of(0x11, 0x90));
if (facts === undefined || aac === undefined) throw new Error('the records cannot be read');

const PICTURE: SourceEvent = { kind: 'picture', facts, record: RECORD };
const UNTIMED: SourceEvent = { kind: 'picture', facts: { ...facts, frameRate: undefined }, record: RECORD };
const SOUND: SourceEvent = { kind: 'sound', facts: aac };
const video = (dtsMs: number, key = false, bytes = 10): SourceEvent => ({
  kind: 'video',
  dtsMs,
  ptsMs: dtsMs,
  key,
  data: new Uint8Array(bytes),
});
const audio = (ptsMs: number): SourceEvent => ({ kind: 'audio', ptsMs, data: Uint8Array.of(1) });

function noted(events: readonly SourceEvent[]): SourceState {
  const state = new SourceState();
  for (const event of events) state.note(event, 0);
  return state;
}

/** Frames at 25 a second from `from`, with a keyframe first and every `gop`. */
const frames = (count: number, gop = count, from = 0) =>
  Array.from({ length: count }, (_, index) => video(from + index * 40, index % gop === 0));

describe('a run can begin', () => {
  for (const { events, begins, because } of [
    { events: [PICTURE, SOUND, audio(0), video(0, true)], begins: true, because: 'picture, sound and a keyframe are there' },
    { events: [PICTURE, SOUND, audio(0), video(0)], begins: false, because: 'no keyframe yet' },
    { events: [SOUND, audio(0), video(0, true)], begins: false, because: 'nobody said what the picture is' },
    { events: [PICTURE, SOUND, ...frames(10)], begins: false, because: 'sound was announced and may still come' },
    { events: [PICTURE, ...frames(11)], begins: true, because: 'after 400 ms without sound there is none' },
    { events: [UNTIMED, SOUND, audio(0), ...frames(11)], begins: false, because: 'the frame rate has to be measured' },
    { events: [UNTIMED, SOUND, audio(0), ...frames(12)], begins: true, because: 'twelve frames tell it' },
    {
      events: [PICTURE, SOUND, audio(0), ...frames(20), { kind: 'break', reason: 'timestamps-jumped' } as const],
      begins: false,
      because: 'what was before a jump is forgotten',
    },
    { events: [PICTURE, SOUND, audio(0), ...frames(20), PICTURE], begins: false, because: 'what was of another picture is forgotten' },
  ]) {
    it(`${begins}: ${because}`, () => {
      expect(noted(events).start() !== undefined).toBe(begins);
    });
  }

  it('from the last keyframe, with the sound since', () => {
    const start = noted([PICTURE, SOUND, ...frames(30, 25), audio(1_040)]).start();
    expect(start?.frames.map((frame) => `${frame.kind} ${frame.ptsMs}`)).toEqual([
      'video 1000',
      'video 1040',
      'video 1080',
      'video 1120',
      'video 1160',
      'audio 1040',
    ]);
    expect(start?.frameRate).toBe(25);
  });

  it('without sound where it is announced and never comes', () => {
    expect(noted([PICTURE, SOUND, ...frames(11)]).start()?.sound).toBeUndefined();
  });

  it('with a measured frame rate', () => {
    expect(
      noted([
        UNTIMED,
        SOUND,
        audio(0),
        ...Array.from({ length: 20 }, (_, index) => video(Math.round(index * 33.3667), index === 0)),
      ]).start()?.frameRate,
    ).toBeCloseTo(29.97, 2);
  });

  it('not from a group that is too long to be kept, but from the next', () => {
    const state = noted([PICTURE, SOUND, audio(0), video(0, true, 20 << 20), video(40, false, 5 << 20), video(80)]);
    expect(state.start()).toBeUndefined();
    state.note(video(120, true), 0);
    expect(state.start()?.frames.length).toBe(1);
  });
});

describe('habits', () => {
  for (const { events, says, because } of [
    { events: frames(200, 50), says: [false, false], because: 'a keyframe every two seconds, even frames' },
    { events: frames(200, 100), says: [false, false], because: 'four seconds are just within the target duration' },
    { events: frames(200, 200), says: [true, false], because: 'eight seconds are not' },
    { events: [0, 40, 400, 440].map((at) => video(at, at === 0)), says: [false, false], because: 'one gap is a hiccup' },
    { events: [0, 400, 800, 1_200].map((at) => video(at, at === 0)), says: [false, true], because: 'three are a habit' },
    {
      events: [...frames(50), { kind: 'break', reason: 'timestamps-jumped' } as const, ...frames(50, 50, 60_000)],
      says: [false, false],
      because: 'a jump of time is neither',
    },
  ]) {
    it(because, () => {
      const { habits } = noted([PICTURE, ...events]);
      expect([habits.hasSparseKeyframes, habits.isUneven]).toEqual(says);
    });
  }
});

describe('a frame rate that was measured', () => {
  for (const [measured, rate] of [
    [29.9, 30_000 / 1001],
    [30.1, 30],
    [24.9, 25],
    [59.8, 60_000 / 1001],
    [17, 17],
    [0.2, 1],
    [500, 120],
  ] as const) {
    it(`${measured} is ${rate}`, () => {
      expect(snapRate(measured)).toBeCloseTo(rate, 3);
    });
  }
});
