/** WebP (RFC 9649). Pure. */
import { joined, latin, little } from './bytes.ts';
import type { PictureSize, ReadPicture } from './picture.ts';

const HEAD = 12;
const CHUNK_HEAD = 8;
/** RFC 9649 §2.7.1.2: an alpha channel, a colour profile. */
const KEPT_FLAGS = 0x30;
/** §2.7: what the picture looks like; no Exif, no XMP, nothing that moves. */
const KEPT = new Set(['VP8X', 'ICCP', 'ALPH', 'VP8 ', 'VP8L']);

/** By its first bytes (§2.4). */
export function isWebp(file: Uint8Array): boolean {
  return latin(file, 0, 4) === 'RIFF' && latin(file, 8, 4) === 'WEBP';
}

/** undefined: damaged, not complete, or one that moves. */
export function readWebp(file: Uint8Array): ReadPicture | undefined {
  const end = CHUNK_HEAD + little(file, 4, 4);
  if (!(end <= file.length)) return undefined;
  const kept: Uint8Array[] = [];
  let size: PictureSize | undefined;
  let hasPixels = false;
  for (let at = HEAD; at + CHUNK_HEAD <= end; ) {
    const name = latin(file, at, 4);
    const length = little(file, at + 4, 4);
    const next = at + CHUNK_HEAD + length + (length % 2);
    if (at + CHUNK_HEAD + length > end) return undefined;
    const chunk = file.slice(at, Math.min(next, end));
    if (KEPT.has(name)) {
      size ??= sizeOf(name, chunk.subarray(CHUNK_HEAD));
      if (name === 'VP8X') chunk[CHUNK_HEAD] = (chunk[CHUNK_HEAD] ?? 0) & KEPT_FLAGS;
      hasPixels ||= name === 'VP8 ' || name === 'VP8L';
      kept.push(chunk);
    }
    at = next;
  }
  if (size === undefined || !hasPixels) return undefined;
  const body = joined(kept);
  const head = file.slice(0, HEAD);
  new DataView(head.buffer).setUint32(4, body.length + 4, true);
  return { ...size, bytes: joined([head, body]) };
}

function sizeOf(name: string, data: Uint8Array): PictureSize | undefined {
  // §2.7.1.2: the canvas, less one
  if (name === 'VP8X') return { width: little(data, 4, 3) + 1, height: little(data, 7, 3) + 1 };
  // RFC 6386 §9.1: after the start code, 14 bits each
  if (name === 'VP8 ') return { width: little(data, 6, 2) & 0x3fff, height: little(data, 8, 2) & 0x3fff };
  if (name !== 'VP8L' || data[0] !== 0x2f) return undefined;
  // §3.4: 14 bits each, less one
  const bits = little(data, 1, 4);
  return { width: (bits & 0x3fff) + 1, height: (Math.floor(bits / 0x4000) & 0x3fff) + 1 };
}
