/** Fragmented MP4 for tests of the reader, written by hand from ISO/IEC 14496-12 and from nothing of ours. */
function box(type: string, ...content: (Buffer | number[])[]): Buffer {
  const body = Buffer.concat(content.map((piece) => (piece instanceof Buffer ? piece : u32(...piece))));
  return Buffer.concat([u32(8 + body.byteLength), Buffer.from(type, 'latin1'), body]);
}

function u32(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [index, number] of numbers.entries()) bytes.writeUInt32BE(number >>> 0, index * 4);
  return bytes;
}

const VIDEO = { id: 1, handler: 'vide', timescale: 90_000 };
const AUDIO = { id: 2, handler: 'soun', timescale: 48_000 };

export function initSection(kinds: readonly ('video' | 'audio')[] = ['video', 'audio']): Buffer {
  const traks = kinds.map((kind) => {
    const { id, handler, timescale } = kind === 'video' ? VIDEO : AUDIO;
    const hdlr = box('hdlr', [0, 0], Buffer.from(handler, 'latin1'), [0, 0, 0]);
    return box('trak', box('tkhd', [7, 0, 0, id, 0, 0]), box('mdia', box('mdhd', [0, 0, 0, timescale, 0, 0]), hdlr));
  });
  return Buffer.concat([box('ftyp', Buffer.from('iso6', 'latin1'), [0]), box('moov', box('mvhd', [0]), ...traks)]);
}

export interface TestPart {
  /** Decode time of the first frame, seconds. */
  readonly atSeconds: number;
  readonly frames: number;
  readonly key: boolean;
  readonly kinds?: readonly ('video' | 'audio')[];
  /** Where the sound begins, when not with the picture. */
  readonly audioAtSeconds?: number;
}

const FRAME_SECONDS = 1 / 30;

export function partOf({ atSeconds, frames, key, kinds = ['video', 'audio'], audioAtSeconds = atSeconds }: TestPart): Buffer {
  const trafs = kinds.map((kind) => {
    const { id, timescale } = kind === 'video' ? VIDEO : AUDIO;
    const base = Math.round((kind === 'video' ? atSeconds : audioAtSeconds) * timescale);
    const duration = Math.round(FRAME_SECONDS * timescale);
    if (kind === 'audio') {
      // defaults in tfhd, 32 bits of time: the other way to write it
      return box(
        'traf',
        box('tfhd', [0x020028, id, duration, 0x02000000]),
        box('tfdt', [0, base]),
        box('trun', [0x200, frames], Array<number>(frames).fill(1)),
      );
    }
    const rows = Array.from({ length: frames }, (_, index) => [duration, 1, index === 0 && key ? 0x02000000 : 0x01010000]).flat();
    return box('traf', box('tfhd', [0x020000, id]), box('tfdt', [0x01000000, 0, base]), box('trun', [0x701, frames, 0], rows));
  });
  return Buffer.concat([box('moof', box('mfhd', [0, 1]), ...trafs), box('mdat', Buffer.alloc(frames * kinds.length))]);
}

/** A box of no meaning. */
export const strangeBox = (): Buffer => box('free', [1, 2]);
