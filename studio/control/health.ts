/** Whether all is well, in one verdict: the gravest thing first. Pure. */
import type { Air } from './air.ts';
import { isOn } from './air.ts';

export interface HealthFacts {
  readonly air: Air;
  /** How long the server has not answered; 0: it does. */
  readonly silentMs: number;
  readonly hasRoom: boolean;
  /** Of what the presenter sends; null: nothing arrives; undefined: not known here. */
  readonly encoder: { readonly silentMs: number; readonly keyframeSeconds: number | null } | null | undefined;
  /** The slowest encode behind the source, ms; null: none runs, or not known. */
  readonly encodeLagMs: number | null;
  /** The host has put the slate on. */
  readonly isSlateHeld: boolean;
  /** The picture that we look at ourselves stands still. */
  readonly isStalled: boolean;
}

export type HealthKind =
  | 'server'
  | 'no-picture'
  | 'slate'
  | 'slate-held'
  | 'room'
  | 'encoder-silent'
  | 'encode-lag'
  | 'keyframes'
  | 'stalled'
  | 'waiting'
  | 'ready'
  | 'good'
  | 'over';

/** idle: nothing is on, and nothing is wrong. */
export type HealthLevel = 'bad' | 'warn' | 'ok' | 'idle';

/** One lost answer is chance. */
const SERVER_MS = 6_000;
/** A second without a frame is more than a line's jitter. */
const ENCODER_MS = 2_000;
/** More than this and viewers are further behind than the stream needs. */
const LAG_MS = 1_500;
/** Above this nobody can join quickly. */
const KEYFRAME_SECONDS = 4.5;

/** @returns what is worth saying first. */
export function judgeHealth(facts: HealthFacts): { readonly level: HealthLevel; readonly kind: HealthKind } {
  const { air, encoder } = facts;
  if (facts.silentMs > SERVER_MS) return { level: 'bad', kind: 'server' };
  if (isOn(air) && facts.isSlateHeld) return { level: 'warn', kind: 'slate-held' };
  if (air === 'no-picture') return { level: 'bad', kind: 'no-picture' };
  if (air === 'slate') return { level: 'bad', kind: 'slate' };
  if (!facts.hasRoom) return { level: 'warn', kind: 'room' };
  if (air === 'over') return { level: 'idle', kind: 'over' };
  if (!isOn(air)) return encoder === null || encoder === undefined ? { level: 'idle', kind: 'waiting' } : { level: 'ok', kind: 'ready' };
  if (encoder !== null && encoder !== undefined && encoder.silentMs > ENCODER_MS) return { level: 'bad', kind: 'encoder-silent' };
  if ((facts.encodeLagMs ?? 0) > LAG_MS) return { level: 'warn', kind: 'encode-lag' };
  if (facts.isStalled) return { level: 'warn', kind: 'stalled' };
  if ((encoder?.keyframeSeconds ?? 0) > KEYFRAME_SECONDS) return { level: 'warn', kind: 'keyframes' };
  return { level: 'ok', kind: 'good' };
}
