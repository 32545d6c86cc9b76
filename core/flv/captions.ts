/** `user_data_registered_itu_t_t35` of ATSC A/53: country, provider, `GA94`, cc_data (A/53 part 4, 6.2.3; CEA-708 4.4). */
const CC_DATA = [0xb5, 0x00, 0x31, 0x47, 0x41, 0x39, 0x34, 0x03];
/** H.264 table 7-1: supplemental enhancement information. */
const SEI = 6;

/**
 * Encoders that send captions send them with every frame, also where nobody speaks.
 *
 * @param frame an H.264 access unit as FLV and MP4 have it: each unit after its length in four bytes.
 * @returns true when closed captions (CEA-608/708) come with it.
 */
export function hasCaptions(frame: Uint8Array): boolean {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  for (let at = 0; at + 5 <= frame.byteLength; ) {
    const size = view.getUint32(at);
    const unit = frame.subarray(at + 4, at + 4 + size);
    if (((unit[0] ?? 0) & 0x1f) === SEI && hasInside(unit)) return true;
    at += 4 + size;
  }
  return false;
}

function hasInside(unit: Uint8Array): boolean {
  for (let at = unit.indexOf(CC_DATA[0] ?? 0); at !== -1; at = unit.indexOf(CC_DATA[0] ?? 0, at + 1))
    if (CC_DATA.every((byte, index) => unit[at + index] === byte)) return true;
  return false;
}
