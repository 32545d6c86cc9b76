import { BitReader } from './bits.ts';

/** What an AVC sequence header says about a picture. */
export interface AvcFacts {
  /** RFC 6381, e.g. `avc1.64001f`. */
  readonly codec: string;
  readonly profile: number;
  readonly width: number;
  readonly height: number;
  /** Frames a second from the VUI's timing; undefined when it does not say. */
  readonly frameRate: number | undefined;
  /** 4:2:0 with 8 bits: what every browser decodes. */
  readonly isBrowserFormat: boolean;
}

const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** H.264 puts 03 after two zero bytes so that no start code appears inside (7.4.1). */
function withoutEmulation(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, index) => !(byte === 3 && index >= 2 && bytes[index - 1] === 0 && bytes[index - 2] === 0));
}

/** @returns what the AVCDecoderConfigurationRecord (ISO 14496-15 5.3.3) says; undefined when it is no such record. */
export function readAvcConfig(record: Uint8Array): AvcFacts | undefined {
  if (record.byteLength < 11 || record[0] !== 1 || ((record[5] ?? 0) & 0x1f) === 0) return undefined;
  const length = ((record[6] ?? 0) << 8) | (record[7] ?? 0);
  const sps = record.subarray(8, 8 + length);
  if (length < 4 || sps.byteLength < length || ((sps[0] ?? 0) & 0x1f) !== 7) return undefined;
  const codec = `avc1.${[sps[1], sps[2], sps[3]].map((byte) => (byte ?? 0).toString(16).padStart(2, '0')).join('')}`;
  return { codec, ...readSps(withoutEmulation(sps)) };
}

/** A sequence parameter set (H.264 7.3.2.1.1), as far as the timing in its VUI. */
function readSps(sps: Uint8Array): Omit<AvcFacts, 'codec'> {
  const bits = new BitReader(sps.subarray(1));
  const profile = bits.bits(8);
  bits.bits(16);
  bits.ue();
  let chroma = 1;
  let depth = 8;
  if (HIGH_PROFILES.has(profile)) {
    chroma = bits.ue();
    if (chroma === 3) bits.bits(1);
    depth = Math.max(bits.ue(), bits.ue()) + 8;
    bits.bits(1);
    if (bits.bits(1) === 1) skipScalingMatrix(bits, chroma === 3 ? 12 : 8);
  }
  bits.ue();
  skipPictureOrder(bits);
  bits.ue();
  bits.bits(1);
  const widthInMbs = bits.ue() + 1;
  const heightInUnits = bits.ue() + 1;
  const framesOnly = bits.bits(1);
  if (framesOnly === 0) bits.bits(1);
  bits.bits(1);
  const crop = bits.bits(1) === 1 ? [bits.ue(), bits.ue(), bits.ue(), bits.ue()] : [0, 0, 0, 0];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * (2 - framesOnly);
  const frameRate = bits.bits(1) === 1 ? readFrameRate(bits) : undefined;
  return {
    profile,
    width: widthInMbs * 16 - (left + right) * unitX,
    height: heightInUnits * 16 * (2 - framesOnly) - (top + bottom) * unitY,
    frameRate,
    isBrowserFormat: chroma === 1 && depth === 8 && framesOnly === 1,
  };
}

function skipScalingMatrix(bits: BitReader, lists: number): void {
  for (let list = 0; list < lists; list++) {
    if (bits.bits(1) === 0) continue;
    let last = 8;
    let next = 8;
    for (let index = 0; index < (list < 6 ? 16 : 64); index++) {
      if (next !== 0) next = (last + bits.se() + 256) % 256;
      last = next === 0 ? last : next;
    }
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.ue();
  if (type === 0) bits.ue();
  if (type !== 1) return;
  bits.bits(1);
  bits.se();
  bits.se();
  const cycle = bits.ue();
  for (let index = 0; index < cycle && !bits.isPastEnd; index++) bits.se();
}

/** VUI (E.1.1) up to the timing. */
function readFrameRate(bits: BitReader): number | undefined {
  if (bits.bits(1) === 1 && bits.bits(8) === 255) bits.bits(32);
  if (bits.bits(1) === 1) bits.bits(1);
  if (bits.bits(1) === 1) {
    bits.bits(4);
    if (bits.bits(1) === 1) bits.bits(24);
  }
  if (bits.bits(1) === 1) {
    bits.ue();
    bits.ue();
  }
  if (bits.bits(1) === 0) return undefined;
  const unitsInTick = bits.bits(32);
  const timeScale = bits.bits(32);
  const rate = timeScale / (2 * unitsInTick);
  return !bits.isPastEnd && Number.isFinite(rate) && rate >= 1 && rate <= 240 ? rate : undefined;
}
