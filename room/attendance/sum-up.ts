/** What the stays of an audience amount to. Pure. */
import type { AttendanceSummary } from '../../core/contracts/room/report.ts';

/** From when until when somebody was there on one device, Unix ms. `leftAtMs` null: he is still there, or his node died. */
export interface Stay<Person extends string = string> {
  readonly person: Person;
  readonly session: string;
  readonly cameAtMs: number;
  readonly leftAtMs: number | null;
}

/** What of the time counts as watching: from the first going on air to the end, or to now. */
export interface OnAir {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A stretch of time in which somebody was there, on however many devices. */
export interface Presence {
  readonly fromMs: number;
  readonly toMs: number;
}

const MINUTE_MS = 60_000;
/** As many as a chart shows. */
const MAX_POINTS = 180;

/**
 * Each person's presence, two devices at once counted once. A stay without an end lasts to the next one of its session, else to `openUntilMs`.
 *
 * @param stays in order of arrival.
 */
export function presenceOf<Person extends string>(
  stays: readonly Stay<Person>[],
  openUntilMs: number,
): ReadonlyMap<Person, readonly Presence[]> {
  const nextOfSession = new Map<string, number>();
  const stretches = new Map<Person, Presence[]>();
  for (const { person, session, cameAtMs, leftAtMs } of stays.toReversed()) {
    const toMs = Math.max(cameAtMs, leftAtMs ?? nextOfSession.get(session) ?? openUntilMs);
    nextOfSession.set(session, cameAtMs);
    const own = stretches.get(person);
    if (own === undefined) stretches.set(person, [{ fromMs: cameAtMs, toMs }]);
    else own.push({ fromMs: cameAtMs, toMs });
  }
  return new Map([...stretches].toReversed().map(([person, own]) => [person, merged(own)]));
}

/** How long of it lies within a span, ms. */
export function msWithin(presence: readonly Presence[], span: OnAir): number {
  return within(presence, span).reduce((sum, one) => sum + one.toMs - one.fromMs, 0);
}

/** @param onAir undefined: it was never on air, so nobody has watched. */
export function sumUp(presences: ReadonlyMap<string, readonly Presence[]>, onAir: OnAir | undefined): AttendanceSummary {
  const came = presences.size;
  if (onAir === undefined) return { came, watched: 0, peak: 0, peakAt: null, minutes: 0, averageMinutes: 0, stepMinutes: 1, viewers: [] };
  const { fromMs, toMs } = onAir;
  const watched = [...presences.values()].map((presence) => within(presence, onAir)).filter((presence) => presence.length > 0);
  const stretches = watched.flat();
  const totalMs = msWithin(stretches, onAir);
  const stepMinutes = Math.max(1, Math.ceil((toMs - fromMs) / MINUTE_MS / MAX_POINTS));
  const { viewers, peak, peakAtMs } = curveOf(stretches, onAir, stepMinutes * MINUTE_MS);
  return {
    ...{ came, watched: watched.length, peak, peakAt: peakAtMs === undefined ? null : new Date(peakAtMs).toISOString() },
    ...{ minutes: Math.round(totalMs / MINUTE_MS), stepMinutes, viewers },
    averageMinutes: watched.length === 0 ? 0 : Math.round((totalMs / MINUTE_MS / watched.length) * 10) / 10,
  };
}

/** What of it lies within a span. */
function within(presence: readonly Presence[], { fromMs, toMs }: OnAir): readonly Presence[] {
  return presence
    .map((one) => ({ fromMs: Math.max(one.fromMs, fromMs), toMs: Math.min(one.toMs, toMs) }))
    .filter((one) => one.toMs > one.fromMs);
}

/** The most who were there at once, altogether and in each step. */
function curveOf(stretches: readonly Presence[], { fromMs, toMs }: OnAir, stepMs: number) {
  const changes = stretches
    .flatMap((one) => [
      { atMs: one.fromMs, by: 1 },
      { atMs: one.toMs, by: -1 },
    ])
    // whoever goes makes room for whoever comes at the same moment
    .toSorted((one, other) => one.atMs - other.atMs || one.by - other.by);
  const viewers: number[] = [];
  let here = 0;
  let at = 0;
  let peak = 0;
  let peakAtMs: number | undefined;
  const goOn = (isIn: (atMs: number) => boolean): number => {
    let most = here;
    for (let change = changes[at]; change !== undefined && isIn(change.atMs); change = changes[++at]) {
      here += change.by;
      most = Math.max(most, here);
      if (here > peak) [peak, peakAtMs] = [here, change.atMs];
    }
    return most;
  };
  for (let startMs = fromMs; startMs < toMs; startMs += stepMs) {
    // whoever goes as a step begins is not in it any more
    goOn((atMs) => atMs <= startMs);
    viewers.push(goOn((atMs) => atMs < startMs + stepMs));
  }
  return { viewers, peak, peakAtMs };
}

function merged(stretches: readonly Presence[]): readonly Presence[] {
  const whole: Presence[] = [];
  for (const one of stretches.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = whole.at(-1);
    if (last !== undefined && one.fromMs <= last.toMs)
      whole[whole.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, one.toMs) };
    else whole.push(one);
  }
  return whole;
}
