/** PNG (W3C, third edition). Pure. */
import { crc32 } from 'node:zlib';
import { big, joined, latin } from './bytes.ts';
import type { ReadPicture } from './picture.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length, name and checksum of a chunk (§5.3). */
const AROUND = 12;
/** What the picture looks like (§11.2, §11.3): no texts, no times, no places, and no frames after the first. */
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'bKGD', 'pHYs']);

/** By its first bytes (§5.2). */
export function isPng(file: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => file[index] === byte);
}

/** undefined: damaged, or not complete. */
export function readPng(file: Uint8Array): ReadPicture | undefined {
  const kept = [file.subarray(0, SIGNATURE.length)];
  let size: { readonly width: number; readonly height: number } | undefined;
  let hasPixels = false;
  for (let at = SIGNATURE.length; at + AROUND <= file.length; ) {
    const length = big(file, at, 4);
    const end = at + AROUND + length;
    const name = latin(file, at + 4, 4);
    if (end > file.length || big(file, end - 4, 4) !== crc32(file.subarray(at + 4, end - 4))) return undefined;
    if (size === undefined) {
      if (name !== 'IHDR' || length !== 13) return undefined;
      size = { width: big(file, at + 8, 4), height: big(file, at + 12, 4) };
    }
    if (KEPT.has(name)) kept.push(file.subarray(at, end));
    hasPixels ||= name === 'IDAT';
    if (name === 'IEND') return hasPixels ? { ...size, bytes: joined(kept) } : undefined;
    at = end;
  }
  return undefined;
}
