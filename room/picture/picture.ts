/** A picture that somebody sends: told by its bytes, never by its name, and kept without what only its maker's camera or program needs. Pure. */
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { isJpeg, readJpeg } from './jpeg.ts';
import { isPng, readPng } from './png.ts';
import { isWebp, readWebp } from './webp.ts';

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp';

/** How large a picture is shown, pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What a format is read to: the bytes that are kept of it, with nothing before or behind them. */
export interface ReadPicture extends PictureSize {
  readonly bytes: Uint8Array;
}

export interface Picture extends ReadPicture {
  readonly type: PictureType;
}

/** Browsers give a picture four bytes a pixel: this many a side is what they all can. */
export const MAX_SIDE = 4_096;

const FORMATS = [
  { type: 'image/png', is: isPng, read: readPng },
  { type: 'image/jpeg', is: isJpeg, read: readJpeg },
  { type: 'image/webp', is: isWebp, read: readWebp },
] as const;

/** The picture of a file, or why it is not taken. @param maxBytes of the file as it was sent. */
export function takePicture(file: Uint8Array, maxBytes: number): { readonly ok: true; readonly picture: Picture } | Refusal {
  if (file.length > maxBytes) return refuse('ROOM_PICTURE_TOO_LARGE', { kilobytes: Math.floor(maxBytes / 1_024) });
  const format = FORMATS.find(({ is }) => is(file));
  if (format === undefined) return refuse(isMarkup(file) ? 'ROOM_PICTURE_DRAWING' : 'ROOM_PICTURE_KIND');
  const read = format.read(file);
  if (read === undefined || read.width === 0 || read.height === 0) return refuse('ROOM_PICTURE_BROKEN');
  const { width, height } = read;
  if (width > MAX_SIDE || height > MAX_SIDE) return refuse('ROOM_PICTURE_TOO_WIDE', { max: MAX_SIDE, width, height });
  return { ok: true, picture: { ...read, type: format.type } };
}

/** SVG, or another text of the kind: what it begins with is enough. */
function isMarkup(file: Uint8Array): boolean {
  return /^\ufeff?\s*</u.test(new TextDecoder().decode(file.subarray(0, 200)));
}
