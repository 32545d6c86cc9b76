import { encodeTimecode, TIMECODE_LAYOUT } from './timecode.ts';

/** Rows of five pixels for each sign of the clock. */
const SIGNS: Record<string, readonly string[]> = {
  0: ['01110', '10001', '10011', '10101', '11001', '10001', '01110'],
  1: ['00100', '01100', '00100', '00100', '00100', '00100', '01110'],
  2: ['01110', '10001', '00001', '00110', '01000', '10000', '11111'],
  3: ['11110', '00001', '00001', '01110', '00001', '00001', '11110'],
  4: ['00010', '00110', '01010', '10010', '11111', '00010', '00010'],
  5: ['11111', '10000', '11110', '00001', '00001', '10001', '01110'],
  6: ['00110', '01000', '10000', '11110', '10001', '10001', '01110'],
  7: ['11111', '00001', '00010', '00100', '01000', '01000', '01000'],
  8: ['01110', '10001', '10001', '01110', '10001', '10001', '01110'],
  9: ['01110', '10001', '10001', '01111', '00001', '00010', '01100'],
  ':': ['00000', '00100', '00100', '00000', '00100', '00100', '00000'],
  '.': ['00000', '00000', '00000', '00000', '00000', '01100', '01100'],
};

const WHITE = 235;
const BLACK = 16;
const CLOCK = { left: 112, top: 380, pixel: 20, advance: 118 } as const;
/** Of the brush inside a pixel of the clock: a little room between the dots. */
const DOT = 18;

/** Paints the clock and the time code into a frame of yuv420p, 1280 x 720; touches nothing else. */
export class StagePainter {
  readonly #background: Uint8Array;
  readonly #frame: Buffer;

  /** `background`: one frame of yuv420p. */
  constructor(background: Uint8Array) {
    const { width, height } = TIMECODE_LAYOUT;
    if (background.byteLength !== (width * height * 3) / 2) throw new Error(`not a frame of ${width} x ${height}`);
    this.#background = background;
    this.#frame = Buffer.from(background);
  }

  /** The frame for this moment. The same memory each time: send it before the next call. */
  paint(unixMs: number): Buffer {
    this.#frame.set(this.#background);
    const text = new Date(unixMs).toISOString().slice(11, 22);
    for (const [index, sign] of text.split('').entries()) this.#sign(sign, CLOCK.left + index * CLOCK.advance * 0.82);
    const { left, top, block } = TIMECODE_LAYOUT;
    for (const [index, isWhite] of encodeTimecode(unixMs).entries())
      this.#fill(left + index * block, top, block, block, isWhite ? WHITE : BLACK);
    return this.#frame;
  }

  #sign(sign: string, left: number): void {
    for (const [row, dots] of (SIGNS[sign] ?? []).entries()) {
      for (const [column, dot] of dots.split('').entries()) {
        if (dot === '1') this.#fill(Math.round(left) + column * (CLOCK.pixel - 4), CLOCK.top + row * CLOCK.pixel, DOT - 4, DOT, WHITE);
      }
    }
  }

  #fill(left: number, top: number, width: number, height: number, luma: number): void {
    for (let y = top; y < top + height; y++) {
      const start = y * TIMECODE_LAYOUT.width + left;
      this.#frame.fill(luma, start, start + width);
    }
  }
}
