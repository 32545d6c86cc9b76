import type { Clock } from '../../core/runtime/clock.ts';
import { advancePartLimit, decideReload } from './reload.ts';
import type { RenditionWindow } from './rendition-window.ts';

/** How a wait ended. `gone`: the client did; `closing`: this process does. */
export type HoldEnd = 'ready' | 'timeout' | 'gone' | 'refused' | 'closing';

/** What is waited for, as {@link decideReload} takes it. */
export interface Wanted {
  readonly msn: number;
  /** undefined: the whole segment. */
  readonly part: number | undefined;
}

interface Waiter {
  readonly finish: (end: HoldEnd) => void;
}

/** Everybody who waits for the same thing. */
interface Group {
  readonly wanted: Wanted;
  readonly waiters: Set<Waiter>;
}

/** Requests that wait at once in one process. */
const MAX_HELD = 50_000;
/** So many are released before whatever else happened gets its turn. */
const RELEASE_AT_ONCE = 250;

/** Holds requests until the live edge has come to what they ask for. Counts them, and refuses past a bound. */
export class Holding {
  readonly #clock: Clock;
  readonly #maxHeld: number;
  readonly #groups = new Map<RenditionWindow, Map<string, Group>>();
  readonly #ready: Waiter[] = [];
  #isReleasing = false;
  #isClosing = false;
  #held = 0;

  constructor(clock: Clock, maxHeld = MAX_HELD) {
    this.#clock = clock;
    this.#maxHeld = maxHeld;
  }

  get held(): number {
    return this.#held;
  }

  /**
   * Calls `done` once, when the window has what is wanted (which may be now), after `limitMs`, or when the returned function is called:
   * the client has gone. Plain callbacks: thousands are released by one part, and every microtask of each counts.
   */
  wait(window: RenditionWindow, wanted: Wanted, limitMs: number, done: (end: HoldEnd) => void): () => void {
    const end = this.#endAtOnce(window, wanted);
    if (end !== undefined) {
      done(end);
      return ignore;
    }
    const group = this.#groupOf(window, wanted);
    let isFinished = false;
    const waiter: Waiter = {
      finish: (how) => {
        if (isFinished) return;
        isFinished = true;
        this.#held--;
        cancelTimer();
        this.#leave(window, group, waiter);
        done(how);
      },
    };
    const cancelTimer = this.#clock.after(limitMs, () => waiter.finish('timeout'));
    this.#held++;
    group.waiters.add(waiter);
    return () => waiter.finish('gone');
  }

  /** A window has changed: whoever has what it waited for is released, in the order of coming, many but not all at once. */
  changed(window: RenditionWindow): void {
    const groups = this.#groups.get(window);
    if (groups === undefined) return;
    for (const [key, group] of groups) {
      if (!isReady(window, group.wanted)) continue;
      groups.delete(key);
      for (const waiter of group.waiters) this.#ready.push(waiter);
    }
    if (groups.size === 0) this.#groups.delete(window);
    if (!this.#isReleasing) this.#release();
  }

  /** The process is on its way out: everybody is told so, nobody waits any more. */
  drain(): void {
    this.#isClosing = true;
    const all = [
      ...this.#ready,
      ...[...this.#groups.values()].flatMap((groups) => [...groups.values()].flatMap((one) => [...one.waiters])),
    ];
    for (const waiter of all) waiter.finish('closing');
  }

  #release(): void {
    for (const waiter of this.#ready.splice(0, RELEASE_AT_ONCE)) waiter.finish('ready');
    this.#isReleasing = this.#ready.length > 0;
    if (this.#isReleasing) setImmediate(() => this.#release());
  }

  #endAtOnce(window: RenditionWindow, wanted: Wanted): HoldEnd | undefined {
    if (isReady(window, wanted)) return 'ready';
    if (this.#isClosing) return 'closing';
    return this.#held >= this.#maxHeld ? 'refused' : undefined;
  }

  #groupOf(window: RenditionWindow, wanted: Wanted): Group {
    const groups = this.#groups.get(window) ?? new Map<string, Group>();
    this.#groups.set(window, groups);
    const key = `${wanted.msn}.${wanted.part ?? ''}`;
    const group = groups.get(key) ?? { wanted, waiters: new Set() };
    groups.set(key, group);
    return group;
  }

  #leave(window: RenditionWindow, group: Group, waiter: Waiter): void {
    group.waiters.delete(waiter);
    if (group.waiters.size > 0) return;
    const groups = this.#groups.get(window);
    const key = `${group.wanted.msn}.${group.wanted.part ?? ''}`;
    if (groups?.get(key) !== group) return;
    groups.delete(key);
    if (groups.size === 0) this.#groups.delete(window);
  }
}

const ignore = (): void => undefined;

function isReady(window: RenditionWindow, { msn, part }: Wanted): boolean {
  return decideReload(window.edge, msn, part, advancePartLimit(window.profile.partTargetSeconds)) !== 'hold';
}
