import { describe, expect, it } from 'vitest';
import { readAacConfig } from '../../core/flv/aac.ts';
import { readAvcConfig } from '../../core/flv/avc.ts';
import { SourceMeter } from './source-meter.ts';

const RECORD = Buffer.from('0142c01fffe100176742c01fda014016ec0440000003004000000c83c60ca801000468ce0fc8', 'hex');
const picture = readAvcConfig(RECORD);
const sound = readAacConfig(Uint8Array.of(0x11, 0x90));
if (picture === undefined || sound === undefined) throw new Error('the records cannot be read');
const [pictureFacts, soundFacts] = [picture, sound];

/** So many seconds at 25 frames of 10,000 bytes and 50 of sound of 250, a keyframe each `gop` frames. */
function measured(seconds: number, gop: number): SourceMeter {
  const meter = new SourceMeter();
  meter.note({ kind: 'picture', facts: pictureFacts, record: RECORD }, 0);
  meter.note({ kind: 'sound', facts: soundFacts }, 0);
  for (let frame = 0; frame < seconds * 25; frame++) {
    const ms = frame * 40;
    meter.note({ kind: 'video', dtsMs: ms, ptsMs: ms, key: frame % gop === 0, data: new Uint8Array(10_000) }, ms);
    for (const late of [0, 20]) meter.note({ kind: 'audio', ptsMs: ms + late, data: new Uint8Array(250) }, ms + late);
  }
  return meter;
}

describe('what an encoder sends', () => {
  it('nothing is known before the first frame, and no rate from a glance', () => {
    expect(new SourceMeter().measures()).toBeUndefined();
    expect(measured(0.5, 50).measures()).toMatchObject({ frameRate: undefined, keyframeMs: undefined, bitsPerSecond: undefined });
  });

  it('frame rate, keyframes and bit rate, of the last seconds', () => {
    const measures = measured(60, 50).measures();
    expect(measures).toMatchObject({ picture: { width: picture.width }, sound: { sampleRate: 48_000 }, frameRate: 25, keyframeMs: 2_000 });
    // 25 x 10,000 + 50 x 250 bytes a second
    expect(Math.abs((measures?.bitsPerSecond ?? 0) - 2_100_000)).toBeLessThan(60_000);
  });

  it('what comes at once after the connect is not counted as if it were faster', () => {
    const meter = new SourceMeter();
    meter.note({ kind: 'picture', facts: pictureFacts, record: RECORD }, 0);
    for (let frame = 0; frame < 75; frame++)
      meter.note(
        { kind: 'video', dtsMs: frame * 40, ptsMs: frame * 40, key: frame === 0, data: new Uint8Array(100) },
        Math.max(0, frame * 40 - 1_000),
      );
    expect(meter.measures()?.frameRate).toBe(25);
  });

  it('the longest of the last intervals is told: one long one is what hurts', () => {
    const meter = measured(10, 50);
    meter.note({ kind: 'video', dtsMs: 16_000, ptsMs: 16_000, key: true, data: new Uint8Array(1) }, 16_000);
    expect(meter.measures()?.keyframeMs).toBe(8_000);
  });

  it('after a jump it begins anew', () => {
    const meter = measured(10, 50);
    meter.note({ kind: 'break', reason: 'timestamps-jumped' }, 10_000);
    expect(meter.measures()).toBeUndefined();
  });
});
