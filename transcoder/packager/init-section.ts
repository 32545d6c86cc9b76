import { TIMESCALE } from '../../core/contracts/timeline.ts';
import { ascii, box, fullBox, u16, u32 } from './boxes.ts';

/** A video track as it is written into an init section. */
export interface VideoTrack {
  readonly width: number;
  readonly height: number;
  /** AVCDecoderConfigurationRecord. */
  readonly avcConfig: Uint8Array;
}

/** An audio track as it is written into an init section. */
export interface AudioTrack {
  readonly sampleRate: number;
  readonly channels: number;
  /** AudioSpecificConfig. */
  readonly aacConfig: Uint8Array;
}

export const VIDEO_TRACK_ID = 1;
export const AUDIO_TRACK_ID = 2;

const IDENTITY_MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** `ftyp` + `moov` of a fragmented MP4: what EXT-X-MAP names. At least one track. */
export function writeInitSection(video: VideoTrack | undefined, audio: AudioTrack | undefined): Uint8Array {
  const tracks: Uint8Array[] = [];
  const extensions: Uint8Array[] = [];
  if (video !== undefined) {
    tracks.push(videoTrak(video));
    extensions.push(trackExtends(VIDEO_TRACK_ID));
  }
  if (audio !== undefined) {
    tracks.push(audioTrak(audio));
    extensions.push(trackExtends(AUDIO_TRACK_ID));
  }
  const ftyp = box('ftyp', ascii('iso6'), u32(0), ascii('iso6mp41'));
  const mvhd = fullBox('mvhd', 0, 0, u32(0, 0, 1000, 0, 0x10000), u16(0x0100, 0), u32(0, 0), IDENTITY_MATRIX, u32(0, 0, 0, 0, 0, 0, 3));
  const moov = box('moov', mvhd, ...tracks, box('mvex', ...extensions));
  const out = new Uint8Array(ftyp.byteLength + moov.byteLength);
  out.set(ftyp);
  out.set(moov, ftyp.byteLength);
  return out;
}

/** @returns the size of the picture that an init section of ours announces; undefined where it has none. ISO 14496-12 12.1.3 */
export function pictureSizeIn(init: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const bytes = Buffer.from(init.buffer, init.byteOffset, init.byteLength);
  const entry = bytes.indexOf('avc1', Math.max(0, bytes.indexOf('stsd')));
  // after the name: six bytes reserved, a reference, sixteen bytes without meaning here
  const at = entry + 4 + 8 + 16;
  return entry === -1 || at + 4 > bytes.byteLength ? undefined : { width: bytes.readUInt16BE(at), height: bytes.readUInt16BE(at + 2) };
}

function trackExtends(id: number): Uint8Array {
  return fullBox('trex', 0, 0, u32(id, 1, 0, 0, 0));
}

function trak(id: number, handler: 'vide' | 'soun', timescale: number, size: readonly [number, number], stsdEntry: Uint8Array): Uint8Array {
  const isVideo = handler === 'vide';
  const volume = isVideo ? 0 : 0x0100;
  const tkhd = fullBox(
    'tkhd',
    0,
    3,
    u32(0, 0, id, 0, 0, 0, 0),
    u16(0, isVideo ? 0 : 1, volume, 0),
    IDENTITY_MATRIX,
    u32(size[0] * 0x10000, size[1] * 0x10000),
  );
  const mdhd = fullBox('mdhd', 0, 0, u32(0, 0, timescale, 0), u16(0x55c4, 0));
  const hdlr = fullBox('hdlr', 0, 0, u32(0), ascii(handler), u32(0, 0, 0), ascii(`${isVideo ? 'video' : 'sound'}\0`));
  const mediaHeader = isVideo ? fullBox('vmhd', 0, 1, u16(0, 0, 0, 0)) : fullBox('smhd', 0, 0, u16(0, 0));
  const dinf = box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1)));
  const stbl = box(
    'stbl',
    fullBox('stsd', 0, 0, u32(1), stsdEntry),
    fullBox('stts', 0, 0, u32(0)),
    fullBox('stsc', 0, 0, u32(0)),
    fullBox('stsz', 0, 0, u32(0, 0)),
    fullBox('stco', 0, 0, u32(0)),
  );
  return box('trak', tkhd, box('mdia', mdhd, hdlr, box('minf', mediaHeader, dinf, stbl)));
}

function videoTrak(video: VideoTrack): Uint8Array {
  const entry = box(
    'avc1',
    u32(0),
    u16(0, 1, 0, 0),
    u32(0, 0, 0),
    u16(video.width, video.height),
    u32(0x480000, 0x480000, 0),
    u16(1),
    new Uint8Array(32),
    u16(24, 0xffff),
    box('avcC', video.avcConfig),
  );
  return trak(VIDEO_TRACK_ID, 'vide', TIMESCALE, [video.width, video.height], entry);
}

function audioTrak(audio: AudioTrack): Uint8Array {
  const entry = box(
    'mp4a',
    u32(0),
    u16(0, 1),
    u32(0, 0),
    u16(audio.channels, 16, 0, 0),
    u32(Math.min(audio.sampleRate, 0xffff) * 0x10000),
    esds(audio.aacConfig),
  );
  return trak(AUDIO_TRACK_ID, 'soun', audio.sampleRate, [0, 0], entry);
}

/** MPEG-4 descriptors around the AudioSpecificConfig (ISO 14496-1 7.2.6, 14496-14 5.6). */
function esds(config: Uint8Array): Uint8Array {
  const descriptor = (tag: number, ...payload: readonly Uint8Array[]): Uint8Array => {
    const length = payload.reduce((sum, part) => sum + part.byteLength, 0);
    const out = new Uint8Array(2 + length);
    out[0] = tag;
    out[1] = length;
    let at = 2;
    for (const part of payload) {
      out.set(part, at);
      at += part.byteLength;
    }
    return out;
  };
  const decoderConfig = descriptor(4, Uint8Array.of(0x40, 0x15, 0, 0, 0), u32(0, 0), descriptor(5, config));
  return fullBox('esds', 0, 0, descriptor(3, u16(AUDIO_TRACK_ID), Uint8Array.of(0), decoderConfig, descriptor(6, Uint8Array.of(2))));
}
