import { box, fullBox, u32, u64 } from './boxes.ts';
import { AUDIO_TRACK_ID, VIDEO_TRACK_ID } from './init-section.ts';

/** One frame of video; times in 1/90000 s. */
export interface VideoSample {
  readonly dts: number;
  readonly durationTicks: number;
  /** Presentation minus decoding time. */
  readonly compositionTicks: number;
  readonly key: boolean;
  /** Length-prefixed NAL units. */
  readonly data: Uint8Array;
}

/** Frames of audio that follow one another without a hole. */
export interface AudioSpan {
  /** Of the first frame, in samples of the audio track's timescale. */
  readonly startSamples: number;
  readonly frameSamples: number;
  readonly frames: readonly Uint8Array[];
}

/** Bits of sample_flags (ISO 14496-12 8.8.3.1). */
const FLAGS_KEY = 0x02000000;
const FLAGS_OTHER = 0x01010000;

const TFHD_DEFAULT_BASE_IS_MOOF = 0x020000;
const TFHD_DEFAULT_DURATION = 0x000008;
const TFHD_DEFAULT_FLAGS = 0x000020;
const TRUN_DATA_OFFSET = 0x000001;
const TRUN_DURATION = 0x000100;
const TRUN_SIZE = 0x000200;
const TRUN_FLAGS = 0x000400;
const TRUN_COMPOSITION = 0x000800;

/** `moof` + `mdat` of one part: video first, audio after it in the same `mdat`. At least one of them has a sample. */
export function writePart(sequence: number, video: readonly VideoSample[], audio: AudioSpan | undefined): Uint8Array {
  const videoBytes = video.reduce((sum, sample) => sum + sample.data.byteLength, 0);
  const audioFrames = audio?.frames ?? [];
  const audioBytes = audioFrames.reduce((sum, frame) => sum + frame.byteLength, 0);
  const build = (moofBytes: number): Uint8Array => {
    const trafs: Uint8Array[] = [];
    if (video.length > 0) trafs.push(videoTraf(video, moofBytes + 8));
    if (audio !== undefined && audioFrames.length > 0) trafs.push(audioTraf(audio, moofBytes + 8 + videoBytes));
    return box('moof', fullBox('mfhd', 0, 0, u32(sequence)), ...trafs);
  };
  const moof = build(build(0).byteLength);
  const out = new Uint8Array(moof.byteLength + 8 + videoBytes + audioBytes);
  out.set(moof);
  out.set(box('mdat'), moof.byteLength);
  new DataView(out.buffer).setUint32(moof.byteLength, 8 + videoBytes + audioBytes);
  let at = moof.byteLength + 8;
  for (const sample of video) {
    out.set(sample.data, at);
    at += sample.data.byteLength;
  }
  for (const frame of audioFrames) {
    out.set(frame, at);
    at += frame.byteLength;
  }
  return out;
}

function videoTraf(samples: readonly VideoSample[], dataOffset: number): Uint8Array {
  const rows: number[] = [];
  for (const sample of samples) {
    rows.push(sample.durationTicks, sample.data.byteLength, sample.key ? FLAGS_KEY : FLAGS_OTHER, sample.compositionTicks >>> 0);
  }
  return box(
    'traf',
    fullBox('tfhd', 0, TFHD_DEFAULT_BASE_IS_MOOF, u32(VIDEO_TRACK_ID)),
    fullBox('tfdt', 1, 0, u64(samples[0]?.dts ?? 0)),
    fullBox(
      'trun',
      1,
      TRUN_DATA_OFFSET | TRUN_DURATION | TRUN_SIZE | TRUN_FLAGS | TRUN_COMPOSITION,
      u32(samples.length, dataOffset),
      u32(...rows),
    ),
  );
}

function audioTraf(audio: AudioSpan, dataOffset: number): Uint8Array {
  return box(
    'traf',
    fullBox(
      'tfhd',
      0,
      TFHD_DEFAULT_BASE_IS_MOOF | TFHD_DEFAULT_DURATION | TFHD_DEFAULT_FLAGS,
      u32(AUDIO_TRACK_ID, audio.frameSamples, FLAGS_KEY),
    ),
    fullBox('tfdt', 1, 0, u64(audio.startSamples)),
    fullBox('trun', 0, TRUN_DATA_OFFSET | TRUN_SIZE, u32(audio.frames.length, dataOffset), u32(...audio.frames.map((f) => f.byteLength))),
  );
}
