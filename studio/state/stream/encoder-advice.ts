/** What to change in an encoder, by what it sends. Pure. */
import type { Encoder } from '../../../core/contracts/room/installation.ts';
import type { Phrase } from '../../words/words.ts';

/** `bad`: viewers notice. `warn`: it could be better. */
export interface Advice {
  readonly kind: 'bad' | 'warn';
  readonly phrase: Phrase;
}

/** No frame for so long is nothing. */
const SILENT_MS = 3_000;
/** With more the source cannot be sent on as it is, and every rendition has to be encoded. */
const MAX_KEYFRAME_SECONDS = 4;
const WANTED_KEYFRAME_SECONDS = 2;
/** A GOP may be a frame longer. */
const TOLERANCE_SECONDS = 0.2;
const HIGH_BPS = 12_000_000;
/** Less for so many lines looks bad. */
const LOW_BPS: readonly (readonly [lines: number, bitsPerSecond: number])[] = [
  [1_080, 2_500_000],
  [720, 1_200_000],
];

/** What could be better, the gravest first; nothing when all is well. */
export function adviceFor({ silentMs, keyframeSeconds, frameRate, bitsPerSecond, audioCodec, height }: Encoder): readonly Advice[] {
  if (silentMs > SILENT_MS) return [{ kind: 'bad', phrase: 'adviceSilent' }];
  const advice: Advice[] = [];
  const keyframes = keyframeSeconds ?? 0;
  if (keyframes > MAX_KEYFRAME_SECONDS + TOLERANCE_SECONDS) advice.push({ kind: 'bad', phrase: 'adviceKeyframesSparse' });
  else if (keyframes > WANTED_KEYFRAME_SECONDS + TOLERANCE_SECONDS) advice.push({ kind: 'warn', phrase: 'adviceKeyframes' });
  if (audioCodec === null) advice.push({ kind: 'warn', phrase: 'adviceNoSound' });
  const low = LOW_BPS.find(([lines]) => height >= lines)?.[1] ?? 0;
  if (bitsPerSecond !== null && bitsPerSecond < low) advice.push({ kind: 'warn', phrase: 'adviceLowRate' });
  if (bitsPerSecond !== null && bitsPerSecond > HIGH_BPS) advice.push({ kind: 'warn', phrase: 'adviceHighRate' });
  if (frameRate !== null && frameRate < 20) advice.push({ kind: 'warn', phrase: 'adviceFewFrames' });
  return advice;
}

/** H.264 by its profile (RFC 6381: `avc1.PPCCLL`), as encoders name it; anything else as it is. */
export function videoCodecText(codec: string): string {
  const profile = /^avc1\.([0-9a-f]{2})/i.exec(codec)?.[1]?.toLowerCase();
  const name = profile === undefined ? undefined : PROFILES[profile];
  return name === undefined ? codec : `H.264 ${name}`;
}

const PROFILES: Readonly<Record<string, string>> = {
  '42': 'Baseline',
  '4d': 'Main',
  '58': 'Extended',
  '64': 'High',
  '6e': 'High 10',
  '7a': 'High 4:2:2',
};
