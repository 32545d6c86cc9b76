import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { joined } from './bytes.ts';
import { takePicture } from './picture.ts';
import { JPEG, PNG, WEBP, WEBP_LOSSLESS } from './testing/pictures.ts';

const LIMIT = 100_000;
const take = (file: Uint8Array, maxBytes = LIMIT) => takePicture(file, maxBytes);
const text = (words: string) => new TextEncoder().encode(words);
const pngChunk = (name: string, data: Uint8Array) => {
  const body = joined([text(name), data]);
  const around = new DataView(new ArrayBuffer(8));
  around.setUint32(0, data.length);
  around.setUint32(4, crc32(body));
  return joined([new Uint8Array(around.buffer, 0, 4), body, new Uint8Array(around.buffer, 4, 4)]);
};
const withChunk = (name: string, data: string) => joined([PNG.subarray(0, 33), pngChunk(name, text(data)), PNG.subarray(33)]);
const jpegSegment = (marker: number, data: Uint8Array) =>
  joined([Uint8Array.of(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255), data]);
const withSegment = (marker: number, data: Uint8Array) => joined([JPEG.subarray(0, 2), jpegSegment(marker, data), JPEG.subarray(2)]);
/** Big-endian, two entries: the camera's maker, and which way up. */
const exif = (orientation: number) =>
  joined([
    text('Exif\0\0MM\0*\0\0\0\b'),
    Uint8Array.of(0, 2, 0x01, 0x0f, 0, 2, 0, 0, 0, 4, 0x43, 0x61, 0x6d, 0, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0),
  ]);
const kept = (file: Uint8Array) => {
  const taken = take(file);
  if (!taken.ok) throw new Error(taken.code);
  return Buffer.from(taken.picture.bytes).toString('latin1');
};

describe('a picture', () => {
  it.each([
    { name: 'PNG', file: PNG, type: 'image/png' },
    { name: 'JPEG', file: JPEG, type: 'image/jpeg' },
    { name: 'WebP', file: WEBP, type: 'image/webp' },
    { name: 'WebP without loss', file: WEBP_LOSSLESS, type: 'image/webp' },
  ])('is told by its bytes: $name', ({ file, type }) => {
    expect(take(file)).toMatchObject({ ok: true, picture: { type, width: 24, height: 16 } });
    // what was taken is taken again, as it is
    const { picture } = take(file) as { readonly picture: { readonly bytes: Uint8Array } };
    expect(take(picture.bytes)).toEqual(take(file));
  });

  it.each([
    {
      file: text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      code: 'ROOM_PICTURE_DRAWING',
      because: 'it can hold programs',
    },
    { file: text('\ufeff \n<?xml version="1.0"?><svg/>'), code: 'ROOM_PICTURE_DRAWING', because: 'the same behind a mark of its coding' },
    { file: text('GIF89a'), code: 'ROOM_PICTURE_KIND', because: 'it would move' },
    { file: text('%PDF-1.7'), code: 'ROOM_PICTURE_KIND', because: 'no browser shows it as a picture' },
    { file: new Uint8Array(), code: 'ROOM_PICTURE_KIND', because: 'there is nothing' },
    { file: PNG.subarray(0, 60), code: 'ROOM_PICTURE_BROKEN', because: 'it is cut off' },
    { file: PNG.with(20, 7), code: 'ROOM_PICTURE_BROKEN', because: 'a checksum is wrong' },
    { file: joined([PNG.subarray(0, 8), PNG.subarray(33)]), code: 'ROOM_PICTURE_BROKEN', because: 'it does not say how large it is' },
    { file: JPEG.subarray(0, JPEG.length - 2), code: 'ROOM_PICTURE_BROKEN', because: 'it has no end' },
    { file: JPEG.subarray(0, 40), code: 'ROOM_PICTURE_BROKEN', because: 'it has no frame' },
    { file: WEBP.subarray(0, 40), code: 'ROOM_PICTURE_BROKEN', because: 'it is shorter than it says' },
    { file: WEBP.with(12, 0x41), code: 'ROOM_PICTURE_BROKEN', because: 'it has no picture in it' },
  ])('is refused with $code: $because', ({ file, code }) => expect(take(file)).toMatchObject({ ok: false, code }));

  it('may be so large and no larger, in bytes and in pixels', () => {
    expect(take(PNG, PNG.length - 1)).toEqual({ ok: false, code: 'ROOM_PICTURE_TOO_LARGE', facts: { kilobytes: 0 } });
    const wide = joined([PNG.subarray(0, 8), pngChunk('IHDR', Uint8Array.of(0, 0, 16, 1, 0, 0, 0, 16, 8, 2, 0, 0, 0)), PNG.subarray(33)]);
    expect(take(wide)).toEqual({ ok: false, code: 'ROOM_PICTURE_TOO_WIDE', facts: { max: 4_096, width: 4_097, height: 16 } });
  });

  it('keeps nothing of where, when and by whom it was made, nor what stands behind it', () => {
    expect(kept(withChunk('tEXt', 'secret'))).not.toContain('secret');
    expect(kept(withChunk('eXIf', 'secret'))).not.toContain('secret');
    expect(kept(joined([PNG, text('<script>secret')]))).not.toContain('secret');
    expect(kept(withSegment(0xfe, text('secret')))).not.toContain('secret');
    expect(kept(withSegment(0xe1, text('http://ns.adobe.com/xap/1.0/\0secret')))).not.toContain('secret');
    expect(kept(joined([JPEG, text('<script>secret')]))).not.toContain('secret');
    const note = joined([text('EXIF'), Uint8Array.of(6, 0, 0, 0), text('secret')]);
    const noted = joined([WEBP, note]);
    new DataView(noted.buffer).setUint32(4, noted.length - 8, true);
    expect(kept(noted)).not.toContain('secret');
  });

  it('keeps which way up it is', () => {
    const turned = take(withSegment(0xe1, exif(6)));
    expect(turned).toMatchObject({ ok: true, picture: { width: 16, height: 24 } });
    expect(kept(withSegment(0xe1, exif(6)))).not.toContain('Cam');
    expect(take((turned as { readonly picture: { readonly bytes: Uint8Array } }).picture.bytes)).toEqual(turned);
    expect(take(withSegment(0xe1, exif(1)))).toEqual(take(JPEG));
    expect(take(withSegment(0xe1, exif(9)))).toEqual(take(JPEG));
  });
});
