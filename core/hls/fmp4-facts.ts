/** What a validator needs to know of fragmented MP4 (ISO/IEC 14496-12): tracks, times, sync samples. Reads, never writes. Pure. */

export interface Mp4Track {
  readonly id: number;
  readonly kind: 'video' | 'audio' | 'other';
  readonly timescale: number;
}

/** The samples of one track in one fragment. */
export interface FragmentTrack {
  readonly trackId: number;
  /** tfdt: decode time of the first sample, in the track's timescale. */
  readonly baseTime: number;
  readonly duration: number;
  readonly samples: number;
  readonly beginsWithSync: boolean;
}

export interface Fragment {
  readonly tracks: readonly FragmentTrack[];
}

interface Box {
  readonly type: string;
  /** What is inside, after the header. */
  readonly body: DataView;
}

const NOT_SYNC = 0x10000;

/** The boxes in `bytes`, one after another. @throws Error when one is cut off. */
function boxesIn(view: DataView): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at < view.byteLength; ) {
    const size = at + 8 <= view.byteLength ? view.getUint32(at) : 0;
    if (size < 8 || at + size > view.byteLength) throw new Error(`a box is cut off at byte ${at}`);
    const type = String.fromCharCode(...[4, 5, 6, 7].map((index) => view.getUint8(at + index)));
    boxes.push({ type, body: new DataView(view.buffer, view.byteOffset + at + 8, size - 8) });
    at += size;
  }
  return boxes;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const inside = (box: Box, type: string): Box | undefined => boxesIn(box.body).find((child) => child.type === type);

function need(box: Box | undefined, type: string): Box {
  if (box === undefined) throw new Error(`there is no ${type} box`);
  return box;
}

/** The tracks that an init section declares. @throws Error when it is none. */
export function readInitSection(bytes: Uint8Array): readonly Mp4Track[] {
  const moov = need(
    boxesIn(viewOf(bytes)).find((box) => box.type === 'moov'),
    'moov',
  );
  return boxesIn(moov.body)
    .filter((box) => box.type === 'trak')
    .map((trak): Mp4Track => {
      const tkhd = need(inside(trak, 'tkhd'), 'tkhd').body;
      const mdia = need(inside(trak, 'mdia'), 'mdia');
      const mdhd = need(inside(mdia, 'mdhd'), 'mdhd').body;
      const handler = need(inside(mdia, 'hdlr'), 'hdlr').body.getUint32(8);
      return {
        id: tkhd.getUint32(tkhd.getUint8(0) === 1 ? 20 : 12),
        timescale: mdhd.getUint32(mdhd.getUint8(0) === 1 ? 20 : 12),
        // 'vide' and 'soun'
        kind: handler === 0x76696465 ? 'video' : handler === 0x736f756e ? 'audio' : 'other',
      };
    });
}

/** The fragments of a part or a segment: each a `moof` with the `mdat` that follows it, and nothing else. @throws Error. */
export function readFragments(bytes: Uint8Array): readonly Fragment[] {
  const boxes = boxesIn(viewOf(bytes)).filter((box) => box.type !== 'styp');
  const fragments: Fragment[] = [];
  for (let index = 0; index < boxes.length; index += 2) {
    const [moof, mdat] = [boxes[index], boxes[index + 1]];
    if (moof?.type !== 'moof' || mdat?.type !== 'mdat') throw new Error(`${moof?.type} and ${mdat?.type} are not moof and mdat`);
    fragments.push({
      tracks: boxesIn(moof.body)
        .filter((box) => box.type === 'traf')
        .map(readTrack),
    });
  }
  return fragments;
}

function readTrack(traf: Box): FragmentTrack {
  const tfhd = need(inside(traf, 'tfhd'), 'tfhd').body;
  const flags = tfhd.getUint32(0) & 0xffffff;
  let at = 8;
  if (flags & 0x1) at += 8;
  if (flags & 0x2) at += 4;
  const defaultDuration = flags & 0x8 ? tfhd.getUint32((at += 4) - 4) : 0;
  if (flags & 0x10) at += 4;
  const defaultFlags = flags & 0x20 ? tfhd.getUint32(at) : 0;
  const tfdt = need(inside(traf, 'tfdt'), 'tfdt').body;
  const baseTime = tfdt.getUint8(0) === 1 ? Number(tfdt.getBigUint64(4)) : tfdt.getUint32(4);
  const run = readRun(need(inside(traf, 'trun'), 'trun').body, defaultDuration, defaultFlags);
  return { trackId: tfhd.getUint32(4), baseTime, ...run };
}

function readRun(trun: DataView, defaultDuration: number, defaultFlags: number): Omit<FragmentTrack, 'trackId' | 'baseTime'> {
  const flags = trun.getUint32(0) & 0xffffff;
  const samples = trun.getUint32(4);
  let at = 8;
  if (flags & 0x1) at += 4;
  let firstFlags = flags & 0x4 ? trun.getUint32((at += 4) - 4) : undefined;
  let duration = 0;
  for (let index = 0; index < samples; index++) {
    duration += flags & 0x100 ? trun.getUint32((at += 4) - 4) : defaultDuration;
    if (flags & 0x200) at += 4;
    const own = flags & 0x400 ? trun.getUint32((at += 4) - 4) : defaultFlags;
    if (index === 0) firstFlags ??= own;
    if (flags & 0x800) at += 4;
  }
  return { samples, duration, beginsWithSync: samples > 0 && ((firstFlags ?? 0) & NOT_SYNC) === 0 };
}
