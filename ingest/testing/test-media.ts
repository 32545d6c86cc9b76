/** Media as an encoder sends it, as far as ingest looks at it. The headers are x264's and ffmpeg's own. */

/** The AVCDecoderConfigurationRecord of a picture; x264 wrote it for 320 x 180, High 4:0:0-free baseline. */
export const AVC_320X180 = Buffer.from('0142c00cffe1001a6742c00cda0505ba100000030010000003003c0f142aa0', 'hex');

/** Body of an FLV video tag with the sequence header. */
export function pictureHeader(record: Uint8Array = AVC_320X180): Buffer {
  return Buffer.concat([Buffer.of(0x17, 0, 0, 0, 0), record]);
}

/** Body of an FLV video tag with one picture. */
export function picture(data: Uint8Array, isKeyframe = false): Buffer {
  return Buffer.concat([Buffer.of(isKeyframe ? 0x17 : 0x27, 1, 0, 0, 0), data]);
}

/** AAC-LC, 48 kHz, stereo. */
export function soundHeader(config: Uint8Array = Uint8Array.of(0x11, 0x90)): Buffer {
  return Buffer.concat([Buffer.of(0xaf, 0), config]);
}

export function sound(data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(0xaf, 1), data]);
}
