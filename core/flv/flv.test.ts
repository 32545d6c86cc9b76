import { describe, expect, it } from 'vitest';
import { seededRandom } from '../runtime/test-support.ts';
import type { FlvTag } from './flv-reader.ts';
import { FLV_AUDIO, FLV_SCRIPT, FLV_VIDEO, FlvReader } from './flv-reader.ts';
import { FLV_HEADER, FLV_VIDEO_HEADER, writeFlvTag } from './flv-writer.ts';

const tag = (type: number, timestampMs: number, ...body: number[]): FlvTag => ({ type, timestampMs, body: Uint8Array.from(body) });

function readAll(chunks: readonly Uint8Array[]): readonly FlvTag[] {
  const reader = new FlvReader();
  return chunks.flatMap((chunk) => [...reader.push(chunk)]);
}

const plain = (tags: readonly FlvTag[]) => tags.map(({ type, timestampMs, body }) => ({ type, timestampMs, body: [...body] }));

describe('what was written is read', () => {
  for (const { written, because } of [
    { written: tag(FLV_VIDEO, 0, 0x17, 1, 0, 0, 0, 9), because: 'a plain tag' },
    { written: tag(FLV_AUDIO, 0xff_ffff, 0xaf, 1), because: 'the last time that 24 bits hold' },
    { written: tag(FLV_AUDIO, 0x100_0000, 0xaf, 1), because: 'after 4.6 hours the upper eight bits are used' },
    { written: tag(FLV_VIDEO, 0xffff_ffff, 1), because: 'the last time there is, never negative' },
    { written: tag(FLV_SCRIPT, 5), because: 'a tag may be empty' },
  ]) {
    it(because, () => {
      expect(plain(readAll([FLV_HEADER, writeFlvTag(written)]))).toEqual(plain([written]));
    });
  }

  for (let seed = 1; seed <= 20; seed++) {
    it(`cut at any places (seed ${seed})`, () => {
      const random = seededRandom(seed);
      const tags = Array.from({ length: 40 }, () =>
        tag(
          random() < 0.5 ? FLV_VIDEO : FLV_AUDIO,
          Math.floor(random() * 2 ** 32),
          ...Array.from({ length: Math.floor(random() * 300) }, () => Math.floor(random() * 256)),
        ),
      );
      const bytes = Buffer.concat([random() < 0.5 ? FLV_HEADER : FLV_VIDEO_HEADER, ...tags.map(writeFlvTag)]);
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < bytes.byteLength; ) {
        const length = Math.floor(random() ** 3 * 700);
        chunks.push(bytes.subarray(at, at + length));
        at += length;
      }
      expect(plain(readAll(chunks))).toEqual(plain(tags));
    });
  }
});

it('a tag comes out with its last byte, not before, and the bytes are its own', () => {
  const reader = new FlvReader();
  const bytes = Buffer.concat([FLV_HEADER, writeFlvTag(tag(FLV_VIDEO, 40, 1, 2, 3))]);
  expect([...reader.push(bytes.subarray(0, -1))]).toEqual([]);
  const last = Buffer.from(bytes.subarray(-1));
  const [read] = [...reader.push(last)];
  bytes.fill(0);
  expect([...(read?.body ?? [])]).toEqual([1, 2, 3]);
});

it('a header that is longer than nine bytes is passed over (E.2: DataOffset)', () => {
  const long = Buffer.concat([
    Uint8Array.of(0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 12, 7, 7, 7, 0, 0, 0, 0),
    writeFlvTag(tag(FLV_AUDIO, 1, 0xaf)),
  ]);
  expect(plain(readAll([long]))).toEqual(plain([tag(FLV_AUDIO, 1, 0xaf)]));
  expect(plain(readAll([...long].map((byte) => Uint8Array.of(byte))))).toEqual(plain([tag(FLV_AUDIO, 1, 0xaf)]));
});

describe('what is not FLV is refused', () => {
  for (const { bytes, because } of [
    { bytes: Buffer.from('HTTP/1.1 404 Not Found'), because: 'an answer of something else' },
    { bytes: Buffer.concat([FLV_HEADER, Uint8Array.of(9, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0)]), because: 'a tag of 16 MiB' },
    { bytes: Buffer.concat([Uint8Array.of(0x46, 0x4c, 0x56, 1, 5, 0xff, 0, 0, 9), Buffer.alloc(30)]), because: 'a header of gigabytes' },
    {
      bytes: Buffer.concat([Uint8Array.of(0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 3), Buffer.alloc(30)]),
      because: 'a header shorter than itself',
    },
  ]) {
    it(because, () => {
      expect(() => readAll([bytes])).toThrow(expect.objectContaining({ code: 'CORE_NOT_FLV' }) as Error);
    });
  }
});
