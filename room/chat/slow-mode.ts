/** How long somebody waits between two messages: what the host set, and more when more is written than can be read. */
import type { TalkRules } from '../../core/contracts/room/entries.ts';

/** Messages a second that are taken as readable where all are shown. */
const UNSAMPLED_PER_SECOND = 50;
/** From so many times the readable rate on, so many seconds. */
const STEPS: readonly { readonly above: number; readonly seconds: number }[] = [
  { above: 20, seconds: 60 },
  { above: 10, seconds: 30 },
  { above: 4, seconds: 20 },
  { above: 2, seconds: 10 },
  { above: 1, seconds: 5 },
];

/** Seconds between two messages of one person. @param messagesPerSecond of all, over the last seconds. */
export function slowSecondsAt(rules: TalkRules, messagesPerSecond: number): number {
  const readable = rules.readablePerSecond === 0 ? UNSAMPLED_PER_SECOND : rules.readablePerSecond;
  const step = STEPS.find(({ above }) => messagesPerSecond > above * readable);
  return Math.max(rules.slowSeconds, step?.seconds ?? 0);
}

/** Seconds that he has still to wait, whole; 0: he may speak. */
export function secondsToWait(spokeAtMs: number, slowSeconds: number, nowMs: number): number {
  if (spokeAtMs === 0 || slowSeconds === 0) return 0;
  return Math.max(0, Math.ceil((spokeAtMs + slowSeconds * 1_000 - nowMs) / 1_000));
}
