import { describe, expect, it } from 'vitest';
import { pictureSizeIn, writeInitSection } from './init-section.ts';

const audio = { sampleRate: 48_000, channels: 2, aacConfig: Uint8Array.of(0x11, 0x90) };

describe('the size of the picture', () => {
  it('is read as it was written', () => {
    const init = writeInitSection({ width: 1920, height: 1080, avcConfig: Uint8Array.of(1, 77, 0, 31) }, audio);
    expect(pictureSizeIn(init)).toEqual({ width: 1920, height: 1080 });
  });

  it.each([
    { init: writeInitSection(undefined, audio), because: 'there is sound alone' },
    { init: new Uint8Array(), because: 'there is nothing' },
    { init: Buffer.from('....stsd....avc1..'), because: 'it is cut off' },
  ])('is not known where $because', ({ init }) => {
    expect(pictureSizeIn(init)).toBeUndefined();
  });
});
