/** As much of ISO BMFF (ISO/IEC 14496-12) as it takes to put a picture and a sound that ffmpeg wrote apart into one stream. */

interface Box {
  readonly type: string;
  readonly bytes: Buffer;
}

const HEADER = 8;

/** The boxes that lie one after another in `bytes`. */
export function boxes(bytes: Buffer): Box[] {
  const found: Box[] = [];
  for (let at = 0; at + HEADER <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    if (size < HEADER || at + size > bytes.length) throw new Error(`not a box at byte ${at}`);
    found.push({ type: bytes.toString('latin1', at + 4, at + HEADER), bytes: bytes.subarray(at, at + size) });
    at += size;
  }
  return found;
}

/** One frame: a `moof` with its `mdat`, and where in it the decode time stands. */
export interface Frame {
  readonly bytes: Buffer;
  readonly tfdtAt: number;
}

/** A file of one track: what stands before its first frame, and its frames. */
export interface Track {
  readonly init: readonly Box[];
  readonly frames: readonly Frame[];
}

/** Splits what `-movflags frag_every_frame` wrote. */
export function framesOf(file: Buffer): Track {
  const init: Box[] = [];
  const frames: Frame[] = [];
  let moof: Buffer | undefined;
  for (const box of boxes(file)) {
    if (box.type === 'ftyp' || box.type === 'moov') init.push(box);
    else if (box.type === 'moof') moof = box.bytes;
    else if (box.type === 'mdat' && moof !== undefined) {
      frames.push({ bytes: Buffer.concat([moof, box.bytes]), tfdtAt: moof.indexOf('tfdt') + 4 });
      moof = undefined;
    }
  }
  return { init, frames };
}

/** The frame with another decode time, in ticks of its track. */
export function placedAt({ bytes, tfdtAt }: Frame, ticks: number): Buffer {
  const copy = Buffer.from(bytes);
  // tfdt: version and flags, then the time in 32 or 64 bits (§8.8.12).
  if (copy[tfdtAt] === 0) copy.writeUInt32BE(ticks, tfdtAt + 4);
  else copy.writeBigUInt64BE(BigInt(ticks), tfdtAt + 4);
  return copy;
}

/** One init section for two tracks out of two files of one track each; the tracks' ids have to differ already. */
export function joinedInit(picture: readonly Box[], sound: readonly Box[]): Buffer {
  const ftyp = picture.find(({ type }) => type === 'ftyp');
  const [movie, other] = [childrenOf(picture, 'moov'), childrenOf(sound, 'moov')];
  const pick = (list: readonly Box[], wanted: string): Buffer[] => list.filter(({ type }) => type === wanted).map(({ bytes }) => bytes);
  const trex = [movie, other].flatMap((list) => childrenOf(list, 'mvex')).filter(({ type }) => type === 'trex');
  const moov = box(
    'moov',
    ...pick(movie, 'mvhd'),
    ...pick(movie, 'trak'),
    ...pick(other, 'trak'),
    box('mvex', ...trex.map(({ bytes }) => bytes)),
  );
  return Buffer.concat([ftyp?.bytes ?? Buffer.alloc(0), moov]);
}

function childrenOf(list: readonly Box[], parent: string): Box[] {
  const found = list.find(({ type }) => type === parent);
  return found === undefined ? [] : boxes(found.bytes.subarray(HEADER));
}

function box(type: string, ...children: readonly Buffer[]): Buffer {
  const body = Buffer.concat(children);
  const header = Buffer.alloc(HEADER);
  header.writeUInt32BE(HEADER + body.length);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, body]);
}

/** `tfhd` and `trun` (§8.8.7, §8.8.8): which fields stand before the sample's size. */
const [BASE_OFFSET, DESCRIPTION, DEFAULT_DURATION, DEFAULT_SIZE] = [0x1, 0x2, 0x8, 0x10] as const;
const [DATA_OFFSET, FIRST_FLAGS, DURATION, SIZE] = [0x1, 0x4, 0x100, 0x200] as const;

/** The frame with something more before its picture. */
export function withBefore({ bytes, tfdtAt }: Frame, more: Uint8Array): Frame {
  const mdatAt = bytes.readUInt32BE(0);
  const copy = Buffer.concat([bytes.subarray(0, mdatAt + HEADER), more, bytes.subarray(mdatAt + HEADER)]);
  const grow = (at: number): void => void copy.writeUInt32BE(copy.readUInt32BE(at) + more.length, at);
  grow(mdatAt);
  const trun = copy.indexOf('trun') + 4;
  const flags = copy.readUInt32BE(trun) & 0xffffff;
  const count = (field: number, width: number): number => ((flags & field) === 0 ? 0 : width);
  if ((flags & SIZE) !== 0) {
    grow(trun + 8 + count(DATA_OFFSET, 4) + count(FIRST_FLAGS, 4) + count(DURATION, 4));
    return { bytes: copy, tfdtAt };
  }
  const tfhd = copy.indexOf('tfhd') + 4;
  const defaults = copy.readUInt32BE(tfhd) & 0xffffff;
  if ((defaults & DEFAULT_SIZE) === 0) throw new Error('the frame does not tell its size');
  const before = [BASE_OFFSET, BASE_OFFSET, DESCRIPTION, DEFAULT_DURATION].filter((field) => (defaults & field) !== 0).length;
  grow(tfhd + 8 + before * 4);
  return { bytes: copy, tfdtAt };
}
