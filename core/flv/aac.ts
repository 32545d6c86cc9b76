import { BitReader } from './bits.ts';

/** What an AudioSpecificConfig (ISO 14496-3 1.6.2.1) says. */
export interface AacFacts {
  /** RFC 6381, e.g. `mp4a.40.2`. */
  readonly codec: string;
  /** Hz of the core coder: a frame is 1024 samples of it. */
  readonly sampleRate: number;
  readonly channels: number;
  readonly config: Uint8Array;
}

const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const EXPLICIT_RATE = 15;
/** Samples a frame of AAC. */
export const AAC_FRAME_SAMPLES = 1024;

/** @returns undefined when it is none that a browser plays. */
export function readAacConfig(config: Uint8Array): AacFacts | undefined {
  if (config.byteLength < 2) return undefined;
  const bits = new BitReader(config);
  const objectType = bits.bits(5);
  const rateIndex = bits.bits(4);
  const sampleRate = rateIndex === EXPLICIT_RATE ? bits.bits(24) : RATES[rateIndex];
  const channelConfig = bits.bits(4);
  if (![2, 5, 29].includes(objectType) || sampleRate === undefined || sampleRate < 7_000 || bits.isPastEnd) return undefined;
  if (channelConfig < 1 || channelConfig > 7) return undefined;
  return { codec: `mp4a.40.${objectType}`, sampleRate, channels: channelConfig === 7 ? 8 : channelConfig, config: config.slice() };
}

/** Stereo AAC-LC at 48 kHz: what a source without sound is given. */
export const SILENT_STEREO: AacFacts = { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2, config: Uint8Array.of(0x11, 0x90) };

/** A frame of silence; AAC-LC. One channel: a single channel element with nothing in it; two: a channel pair element. */
export function silentFrame(channels: number): Uint8Array {
  return channels === 1
    ? Uint8Array.of(0x00, 0xc8, 0x00, 0x80, 0x23, 0x80)
    : Uint8Array.of(0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80);
}
