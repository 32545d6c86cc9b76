import type { FlvTag } from './flv-reader.ts';

/** The first 13 bytes of an FLV that has video only (E.2). */
export const FLV_VIDEO_HEADER: Uint8Array = Uint8Array.of(0x46, 0x4c, 0x56, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0);

/** One tag with its trailing size. */
export function writeFlvTag(tag: FlvTag): Buffer {
  const size = tag.body.byteLength;
  const out = Buffer.allocUnsafe(11 + size + 4);
  out.writeUInt8(tag.type, 0);
  out.writeUIntBE(size, 1, 3);
  out.writeUIntBE(tag.timestampMs & 0xffffff, 4, 3);
  out.writeUInt8(tag.timestampMs >>> 24, 7);
  out.writeUIntBE(0, 8, 3);
  out.set(tag.body, 11);
  out.writeUInt32BE(11 + size, 11 + size);
  return out;
}

/** The first 13 bytes of an FLV with picture and sound. */
export const FLV_HEADER: Uint8Array = Uint8Array.of(0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0);
