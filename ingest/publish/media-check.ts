import { readAacConfig } from '../../core/flv/aac.ts';
import { readAvcConfig } from '../../core/flv/avc.ts';

/** Why a publisher's media cannot be taken; the sentence is for its screen. */
export interface MediaRefusal {
  readonly code: string;
  readonly sentence: string;
}

const AVC = 7;
const AAC = 10;
const MAX_WIDTH = 4096;
const MAX_HEIGHT = 2304;
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
  hvc1: 'HEVC',
  av01: 'AV1',
  vp09: 'VP9',
  vp08: 'VP8',
  vvc1: 'VVC',
  Opus: 'Opus',
  fLaC: 'FLAC',
  '.mp3': 'MP3',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
};

/** Looks at one publisher's media: H.264 and AAC, a size that a browser plays, a picture in good time. Pure. */
export class MediaCheck {
  readonly #startMs: number;
  #hasPicture = false;
  #hasKeyframe = false;
  #nonsense = 0;

  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  /** @returns why this packet ends the session, if it does. */
  look(type: 8 | 9 | 18, body: Uint8Array): MediaRefusal | undefined {
    if (type === 18) return undefined;
    if (body.byteLength < 2) return this.#makesNoSense();
    return type === 9 ? this.#lookAtVideo(body) : this.#lookAtAudio(body);
  }

  /** @returns why the time is over, if it is. To be called about once a second. */
  poll(nowMs: number): MediaRefusal | undefined {
    if (this.#hasKeyframe || nowMs - this.#startMs < PICTURE_WITHIN_MS) return undefined;
    return this.#hasPicture
      ? { code: 'INGEST_NO_KEYFRAME', sentence: 'No keyframe came within 10 seconds. Set a keyframe interval of 2 seconds in the encoder.' }
      : { code: 'INGEST_NO_PICTURE', sentence: 'No picture came within 10 seconds. Add a video source and publish again.' };
  }

  #lookAtVideo(body: Uint8Array): MediaRefusal | undefined {
    const [first = 0, packetType = 0] = body;
    if ((first & 0x80) !== 0) return refuseVideo(FOUR_CC_NAMES[fourCc(body)] ?? 'This video codec');
    if ((first & 0x0f) !== AVC) return refuseVideo(VIDEO_NAMES[first & 0x0f] ?? 'This video codec');
    if (packetType === 0) {
      const facts = readAvcConfig(body.subarray(5));
      if (facts === undefined) return this.#makesNoSense();
      this.#hasPicture = true;
      const { width, height } = facts;
      if (width < MIN_SIDE || height < MIN_SIDE || width > MAX_WIDTH || height > MAX_HEIGHT) {
        return {
          code: 'INGEST_BAD_SIZE',
          sentence: `A picture of ${width} x ${height} cannot be broadcast. Set the encoder to 1920 x 1080 or 1280 x 720.`,
        };
      }
    }
    if (packetType > 2 || body.byteLength < 5) return this.#makesNoSense();
    if (packetType === 1 && first >> 4 === 1) this.#hasKeyframe = true;
    this.#nonsense = 0;
    return undefined;
  }

  #lookAtAudio(body: Uint8Array): MediaRefusal | undefined {
    const format = (body[0] ?? 0) >> 4;
    if (format === 9) return refuseAudio(FOUR_CC_NAMES[fourCc(body)] ?? 'This audio codec');
    if (format !== AAC) return refuseAudio(AUDIO_NAMES[format] ?? 'This audio codec');
    if (body[1] === 0 && readAacConfig(body.subarray(2)) === undefined) return refuseAudio('This kind of AAC');
    if ((body[1] ?? 0) > 1) return this.#makesNoSense();
    this.#nonsense = 0;
    return undefined;
  }

  #makesNoSense(): MediaRefusal | undefined {
    this.#nonsense++;
    if (this.#nonsense < MAX_NONSENSE) return undefined;
    return { code: 'INGEST_BROKEN_MEDIA', sentence: 'The media cannot be read. Start the encoder again.' };
  }
}

function fourCc(body: Uint8Array): string {
  return String.fromCharCode(...body.subarray(1, 5));
}

function refuseVideo(name: string): MediaRefusal {
  return { code: 'INGEST_VIDEO_CODEC', sentence: `${name} cannot be broadcast. Set the encoder to H.264.` };
}

function refuseAudio(name: string): MediaRefusal {
  return { code: 'INGEST_AUDIO_CODEC', sentence: `${name} cannot be broadcast. Set the encoder's sound to AAC.` };
}
