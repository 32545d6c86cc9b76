/** Captions as an encoder puts them into the picture, for tests. */

/** No pair at all, with its parity. */
const NOTHING = 0x80;

/** An SEI message with one pair of CEA-608, channel 1 of field 1 (A/53 part 4, 6.2.3), and its length before it, as in FLV and MP4. */
export function captionUnit([first, second]: readonly [number, number]): Uint8Array {
  const unit = [0x06, 0x04, 0x0e, 0xb5, 0x00, 0x31, 0x47, 0x41, 0x39, 0x34, 0x03, 0x41, 0xff, 0xfc, first, second, 0xff, 0x80];
  return Uint8Array.from([0, 0, 0, unit.length, ...unit]);
}

/** The pair of a frame, where `text` rolls up on the lowest row again and again. @param frame counted from the one that begins it. */
export function rollUpPair(text: string, frame: number): readonly [number, number] {
  const letters = Array.from(text.padEnd(text.length + (text.length % 2)), (letter) => letter.charCodeAt(0));
  // RU2, CR and the address of row 15, each twice (CEA-608)
  const bytes = [...[0x14, 0x25, 0x14, 0x25], ...[0x14, 0x2d, 0x14, 0x2d], ...[0x14, 0x60, 0x14, 0x60], ...letters];
  return [bytes[frame * 2] ?? NOTHING, bytes[frame * 2 + 1] ?? NOTHING];
}
