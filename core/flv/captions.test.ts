import { expect, it } from 'vitest';
import { hasCaptions } from './captions.ts';

const unit = (...bytes: readonly number[]): readonly number[] => [0, 0, 0, bytes.length, ...bytes];
const slice = unit(0x65, 0x88, 0x84);
const captions = unit(0x06, 0x04, 0x0e, 0xb5, 0x00, 0x31, 0x47, 0x41, 0x39, 0x34, 0x03, 0x41, 0xff, 0xfc, 0x94, 0x20, 0xff, 0x80);

it.each([
  { frame: [...captions, ...slice], says: true, because: 'cc_data stands before the slice' },
  {
    frame: [...unit(0x09, 0xf0), ...unit(0x06, 0x05, 0x01, 0xb5), ...captions, ...slice],
    says: true,
    because: 'other units and messages come before it',
  },
  {
    frame: [...unit(0x06, 0x04, 0x05, 0xb5, 0x00, 0x31, 0x44, 0x54), ...slice],
    says: false,
    because: 'another message of the same provider',
  },
  { frame: unit(0x65, 0xb5, 0x00, 0x31, 0x47, 0x41, 0x39, 0x34, 0x03), says: false, because: 'the same bytes inside a slice are picture' },
  { frame: [0xff, 0xff, 0xff, 0xff, 0x06], says: false, because: 'a length that leads out of the frame' },
  { frame: [], says: false, because: 'there is nothing' },
])('captions: $says, because $because', ({ frame, says }) => {
  expect(hasCaptions(Uint8Array.from(frame))).toBe(says);
});
