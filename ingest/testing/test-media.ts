/** Media as encoders send it, as far as ingest looks at it. */

const hex = (text: string) => Buffer.from(text, 'hex');

/** AVCDecoderConfigurationRecords as x264 wrote them (ffmpeg 7.0, testsrc2), by size and profile. */
export const AVC = {
  small: hex('0142c00cffe100176742c00cda05067e7c0440000003004000000783c50aa801000468ce0fc8'),
  hd: hex('014d401fffe10017674d401fda014016ec0440000003004000000f03c60ca801000468ee0fc8'),
  fullHd60: hex('0142c02affe100186742c02ada01e0089f970110000003001000000780f1832a01000468ce0fc8'),
  uhd: hex('0142c033ffe100196742c033da00f0010fb0110000030001000003003c0f1832a001000468ce0fc8'),
  uhdUpright: hex('0142c033ffe100196742c033da008701e1b0110000030001000003003c0f1832a001000468ce0fc8'),
  eightK: hex('0142c03cffe1001a6742c03cda00780021db0110000003001000000303c0f08042a001000468ce0fc8'),
  tenBit422: hex('017a001fffe10019677a001fb6cb402802dd8088000003000800000301e078c19501000468ce0fc8fefafa00'),
} as const;

/** First bytes of FLV tags that other encoders of ffmpeg 7.0 wrote. */
export const OTHER_VIDEO = {
  hevc: hex('90687663310101600000009000000000003cf000fcfdf8f800000f04200001001840010c01ffff'),
  sorenson: hex('120000840080a0005a119e72aa0300262403001c25'),
} as const;
export const OTHER_AUDIO = {
  mp3: hex('2efffb50c400000a2c432e55948001811566'),
  pcm: hex('3e00000001ff01fd02f803ee04e005cc06b0078d'),
  adpcm: hex('1e8000007777773102111121211210100889abdb'),
  alaw: hex('7ed5c5caf2fae6e2eeeb94979190929d9c9f9e99'),
  nellymoser: hex('6e372e8835e7de6bef3de7de830e3ef8dc35cd43'),
} as const;

/** Body of an FLV video tag with the sequence header. */
export function pictureHeader(record: Uint8Array = AVC.small): Buffer {
  return Buffer.concat([Buffer.of(0x17, 0, 0, 0, 0), record]);
}

/** Body of an FLV video tag with one picture, `data` being its only NAL unit. */
export function picture(data: Uint8Array, isKeyframe = false): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.byteLength);
  return Buffer.concat([Buffer.of(isKeyframe ? 0x17 : 0x27, 1, 0, 0, 0), length, data]);
}

/** AAC-LC, 48 kHz, stereo. */
export function soundHeader(config: Uint8Array = Uint8Array.of(0x11, 0x90)): Buffer {
  return Buffer.concat([Buffer.of(0xaf, 0), config]);
}

export function sound(data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(0xaf, 1), data]);
}
