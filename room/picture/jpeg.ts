/** JPEG (ITU-T T.81) with JFIF and Exif. Pure. */
import { big, joined, latin, little } from './bytes.ts';
import type { PictureSize, ReadPicture } from './picture.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const COMMENT = 0xfe;
/** Baseline, extended and progressive, Huffman (T.81 table B.1): what browsers show. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const OTHER_FRAMES = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
const [APP0, APP1, APP2, APP14, APP15] = [0xe0, 0xe1, 0xe2, 0xee, 0xef];
/** Exif 2.32, 4.6.4: which way up. */
const ORIENTATION = 0x0112;

/** By its first bytes. */
export function isJpeg(file: Uint8Array): boolean {
  return file[0] === 0xff && file[1] === SOI && file[2] === 0xff;
}

/** Kept is what the picture looks like and which way up it is: not where, when and with what it was taken. undefined: damaged, not complete, or of a kind that no browser shows. */
export function readJpeg(file: Uint8Array): ReadPicture | undefined {
  const kept: Uint8Array[] = [];
  let size: PictureSize | undefined;
  let orientation = 1;
  for (let at = 2; at + 4 <= file.length; ) {
    if (file[at] !== 0xff) return undefined;
    const marker = file[at + 1] ?? 0;
    // any number of fill bytes may stand before a marker (B.1.1.2)
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (OTHER_FRAMES.has(marker)) return undefined;
    const end = at + 2 + big(file, at + 2, 2);
    if (end > file.length || end < at + 4) return undefined;
    if (FRAMES.has(marker)) size = { height: big(file, at + 5, 2), width: big(file, at + 7, 2) };
    if (marker === APP1) orientation = orientationOf(file.subarray(at + 4, end)) ?? orientation;
    const next = marker === SOS ? endOfScan(file, end) : end;
    if (isKept(file, marker, at)) kept.push(file.subarray(at, next));
    at = next;
    if (file[at] === 0xff && file[at + 1] === EOI) {
      if (size === undefined || marker !== SOS) return undefined;
      const { width, height } = size;
      const bytes = joined([Uint8Array.of(0xff, SOI), exifOf(orientation), ...kept, Uint8Array.of(0xff, EOI)]);
      return orientation >= 5 ? { width: height, height: width, bytes } : { width, height, bytes };
    }
  }
  return undefined;
}

function isKept(file: Uint8Array, marker: number, at: number): boolean {
  if (marker === COMMENT) return false;
  if (marker < APP0 || marker > APP15) return true;
  return marker === APP0 || marker === APP14 || (marker === APP2 && latin(file, at + 4, 12) === 'ICC_PROFILE\0');
}

/** Where the next marker stands after a scan's data: not a byte that is only written so (FF 00), and no restart (B.1.1.5). */
function endOfScan(file: Uint8Array, from: number): number {
  for (let at = from; at + 1 < file.length; at++) {
    const next = file[at + 1] ?? 0;
    if (file[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return file.length;
}

/** 1-8; undefined where it is not said. */
function orientationOf(segment: Uint8Array): number | undefined {
  if (latin(segment, 0, 6) !== 'Exif\0\0') return undefined;
  const tiff = segment.subarray(6);
  const number = latin(tiff, 0, 2) === 'II' ? little : big;
  const directory = number(tiff, 4, 4);
  const entries = number(tiff, directory, 2);
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + 12 * index;
    if (entry + 12 > tiff.length) return undefined;
    if (number(tiff, entry, 2) !== ORIENTATION) continue;
    const value = number(tiff, entry + 8, 2);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** An Exif segment that says which way up, and nothing else; empty when it is the usual one. */
function exifOf(orientation: number): Uint8Array {
  if (orientation === 1) return new Uint8Array();
  const head = [0xff, APP1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 1, 0];
  return Uint8Array.from([...head, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]);
}
