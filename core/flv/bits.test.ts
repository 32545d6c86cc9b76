import { expect, it } from 'vitest';
import { seededRandom } from '../runtime/test-support.ts';
import { BitReader } from './bits.ts';

/** The other way round: bits of Exp-Golomb codes (H.264 9.1), padded to bytes. */
function golomb(values: readonly number[]): Uint8Array {
  const text = values.map((value) => (value + 1).toString(2)).map((code) => '0'.repeat(code.length - 1) + code);
  const bits = text.join('');
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  return Uint8Array.from({ length: padded.length / 8 }, (_, index) => Number.parseInt(padded.slice(index * 8, index * 8 + 8), 2));
}

it('reads bits over the borders of bytes, and 32 of them without a sign', () => {
  const bits = new BitReader(Uint8Array.of(0b1010_0101, 0xff, 0xff, 0xff, 0xff, 0x01));
  expect([bits.bits(3), bits.bits(5), bits.bits(32), bits.bits(8)]).toEqual([0b101, 0b0_0101, 0xffff_ffff, 1]);
  expect(bits.isPastEnd).toBe(false);
});

it('past the end it reads zeros and says so', () => {
  const bits = new BitReader(Uint8Array.of(0xff));
  expect(bits.bits(8)).toBe(0xff);
  expect(bits.isPastEnd).toBe(false);
  expect(bits.bits(4)).toBe(0);
  expect(bits.isPastEnd).toBe(true);
  expect(bits.ue()).toBe(0);
});

it('reads the codes of table 9-2, unsigned and signed', () => {
  const unsigned = new BitReader(golomb([0, 1, 2, 3, 4, 5, 6, 7, 8, 65_534]));
  expect(Array.from({ length: 10 }, () => unsigned.ue())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 65_534]);
  const signed = new BitReader(golomb([0, 1, 2, 3, 4, 5]));
  expect(Array.from({ length: 6 }, () => signed.se())).toEqual([-0, 1, -1, 2, -2, 3]);
});

it('any run of codes comes back (seed 1)', () => {
  const random = seededRandom(1);
  const values = Array.from({ length: 500 }, () => Math.floor(2 ** (random() * 30)));
  const bits = new BitReader(golomb(values));
  expect(values.map(() => bits.ue())).toEqual(values);
});
