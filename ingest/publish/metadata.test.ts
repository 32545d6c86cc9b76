import { describe, expect, it } from 'vitest';
import { encodeAmf } from '../testing/amf.ts';
import { readMetadata } from './metadata.ts';

const FACTS = { width: 1280, height: 720, encoder: 'obs-output module' };

describe('metadata', () => {
  it('loses the @setDataFrame that RTMP puts before it', () => {
    expect(readMetadata(encodeAmf('@setDataFrame', 'onMetaData', FACTS))).toEqual(encodeAmf('onMetaData', FACTS));
  });
  it('is taken without it too', () => {
    expect(readMetadata(encodeAmf('onMetaData', FACTS))).toEqual(encodeAmf('onMetaData', FACTS));
  });

  const dropped = [
    { payload: Buffer.alloc(0), because: 'there is nothing' },
    { payload: encodeAmf('onFI', { sd: '01-01-2026' }), because: 'it is another message' },
    { payload: encodeAmf('@setDataFrame', 'onCuePoint', FACTS), because: 'it is another message inside' },
    { payload: encodeAmf('@setDataFrame').subarray(0, 10), because: 'it is cut off' },
    { payload: encodeAmf('onMetaData', 'x'.repeat(20_000)), because: 'no encoder has so much to say' },
    { payload: encodeAmf(1, 'onMetaData'), because: 'its name is a number' },
  ];
  for (const { payload, because } of dropped) {
    it(`is nothing when ${because}`, () => {
      expect(readMetadata(payload)).toBeUndefined();
    });
  }
});
