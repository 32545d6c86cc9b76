import { readAacConfig } from '../../core/flv/aac.ts';
import { readAvcConfig } from '../../core/flv/avc.ts';
import type { Refusal } from './refusals.ts';
import { REFUSALS, refuseAudio, refuseSize, refuseVideo } from './refusals.ts';

/** What becomes of a packet: it goes into the feed, it is thrown away, or it ends the session. */
export type MediaVerdict = 'take' | 'drop' | Refusal;

const AVC = 7;
const AAC = 10;
/** Frame type of a command to a Flash player (FLV E.4.3.1). */
const COMMAND_FRAME = 5;
const KEYFRAME = 1;
/** The longer and the shorter side of the largest picture: 4K, also upright. */
const MAX_LONG_SIDE = 4096;
const MAX_SHORT_SIDE = 2304;
const MIN_SIDE = 16;
/** A picture has to come within this, and a keyframe. */
const PICTURE_WITHIN_MS = 10_000;
/** After a good start, this many packets that make no sense in a row. */
const MAX_NONSENSE = 8;

const VIDEO_NAMES: Record<number, string> = {
  2: 'Sorenson H.263',
  3: 'Screen Video',
  4: 'VP6',
  5: 'VP6',
  6: 'Screen Video',
  12: 'HEVC',
  13: 'AV1',
};
const AUDIO_NAMES: Record<number, string> = {
  0: 'PCM',
  1: 'ADPCM',
  2: 'MP3',
  3: 'PCM',
  4: 'Nellymoser',
  5: 'Nellymoser',
  6: 'Nellymoser',
  7: 'G.711',
  8: 'G.711',
  11: 'Speex',
  14: 'MP3',
};
const FOUR_CC_NAMES: Record<string, string> = {
  avc1: 'Enhanced RTMP',
  hvc1: 'HEVC',
  av01: 'AV1',
  vp09: 'VP9',
  vp08: 'VP8',
  vvc1: 'VVC',
  mp4a: 'Enhanced RTMP',
  Opus: 'Opus',
  fLaC: 'FLAC',
  '.mp3': 'MP3',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
};

/** Looks at one publisher's media: H.264 and AAC, a size that a browser plays, a picture in good time. Pure. */
export class MediaCheck {
  readonly #startMs: number;
  /** Bytes of the length before each NAL unit; undefined before the first picture header. */
  #nalLengthBytes: number | undefined;
  #hasSound = false;
  #hasKeyframe = false;
  /** In a row, each kind for itself: good sound does not excuse a picture that cannot be read. */
  readonly #nonsense = { 8: 0, 9: 0 };

  /** @param startMs when the session was accepted. */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  /** Judges the body of an FLV tag of type 8 (audio) or 9 (video). */
  look(type: 8 | 9, body: Uint8Array): MediaVerdict {
    const verdict = type === 9 ? this.#lookAtVideo(body) : this.#lookAtAudio(body);
    if (verdict === 'nonsense') return ++this.#nonsense[type] < MAX_NONSENSE ? 'drop' : REFUSALS.noMedia;
    if (verdict === 'take') this.#nonsense[type] = 0;
    return verdict;
  }

  /** @returns why the time is over, if it is. To be called some times a second. */
  poll(nowMs: number): Refusal | undefined {
    if (this.#hasKeyframe || nowMs - this.#startMs < PICTURE_WITHIN_MS) return undefined;
    return this.#nalLengthBytes === undefined ? REFUSALS.noPicture : REFUSALS.noKeyframe;
  }

  #lookAtVideo(body: Uint8Array): MediaVerdict | 'nonsense' {
    const [first, packetType] = body;
    if (first === undefined || packetType === undefined) return 'nonsense';
    if ((first & 0x80) !== 0) return refuseVideo(FOUR_CC_NAMES[fourCc(body)]);
    if ((first & 0x0f) !== AVC) return refuseVideo(VIDEO_NAMES[first & 0x0f]);
    if (first >> 4 === COMMAND_FRAME) return 'drop';
    if (body.byteLength < 5) return 'nonsense';
    if (packetType === 0) return this.#lookAtPicture(body.subarray(5));
    // 2: the end of a sequence, which says nothing
    if (packetType !== 1) return packetType === 2 ? 'drop' : 'nonsense';
    if (this.#nalLengthBytes === undefined || body.byteLength === 5) return 'drop';
    if (!hasWholeNalUnits(body.subarray(5), this.#nalLengthBytes)) return 'nonsense';
    if (first >> 4 === KEYFRAME) this.#hasKeyframe = true;
    return 'take';
  }

  #lookAtPicture(record: Uint8Array): MediaVerdict | 'nonsense' {
    const facts = readAvcConfig(record);
    if (facts === undefined) return 'nonsense';
    const { width, height } = facts;
    const [short, long] = width < height ? [width, height] : [height, width];
    if (short < MIN_SIDE || short > MAX_SHORT_SIDE || long > MAX_LONG_SIDE) {
      return refuseSize(width, height);
    }
    this.#nalLengthBytes = ((record[4] ?? 0) & 3) + 1;
    return 'take';
  }

  #lookAtAudio(body: Uint8Array): MediaVerdict | 'nonsense' {
    const [first, packetType] = body;
    if (first === undefined || packetType === undefined) return 'nonsense';
    const format = first >> 4;
    if (format === 9) return refuseAudio(FOUR_CC_NAMES[fourCc(body)]);
    if (format !== AAC) return refuseAudio(AUDIO_NAMES[format]);
    if (packetType === 0) {
      if (readAacConfig(body.subarray(2)) === undefined) return refuseAudio('This kind of AAC');
      this.#hasSound = true;
      return 'take';
    }
    if (packetType !== 1) return 'nonsense';
    return this.#hasSound && body.byteLength > 2 ? 'take' : 'drop';
  }
}

/** Whether a picture is NAL units, each with its length before it and the last one whole (ISO 14496-15 5.3.2). */
function hasWholeNalUnits(data: Uint8Array, lengthBytes: number): boolean {
  let at = 0;
  while (at + lengthBytes <= data.byteLength) {
    let length = 0;
    for (let index = 0; index < lengthBytes; index++) length = length * 256 + (data[at + index] ?? 0);
    at += lengthBytes + length;
  }
  return at === data.byteLength;
}

function fourCc(body: Uint8Array): string {
  return String.fromCharCode(...body.subarray(1, 5));
}
