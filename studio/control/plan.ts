/** The plan of the show in this control room: the same as in every other, within a second. Without a pixel. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { CueDraft, PlannedCue } from '../../core/contracts/room/plan.ts';
import { inOrder } from '../../core/contracts/room/plan.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import type { Answer, Failure } from '../api/client.ts';
import { Resource } from '../state/resource.ts';
import type { ControlApi } from './control-api.ts';
import { type KeptCue, keptPlanKey, readKeptPlan } from './kept-plan.ts';

/** Somebody else was first. */
export type ConflictKind = 'changed' | 'fired' | 'gone';

const CONFLICTS: Readonly<Record<string, ConflictKind>> = {
  ROOM_CUE_CHANGED: 'changed',
  ROOM_CUE_FIRED: 'fired',
  ROOM_CUE_GONE: 'gone',
};

/** @returns what another one has done meanwhile; undefined: it was refused for another reason. */
export function conflictOf({ code }: Pick<Failure, 'code'>): ConflictKind | undefined {
  return CONFLICTS[code];
}

/** Of which cue it is told, until something else is done. */
export interface Conflict {
  readonly kind: ConflictKind;
  readonly cue: string;
}

export interface PlanOptions {
  readonly api: Pick<ControlApi, 'plan' | 'addCue' | 'changeCue' | 'deleteCue' | 'armCue' | 'fireCue' | 'undoCue'>;
  /** What the host sees of the stage now. */
  readonly seenMs: () => number | undefined;
  /** Why something was refused. */
  readonly onFailed: (failure: Failure) => void;
  /** Something was fired that can be taken back. */
  readonly onFired: (undo: () => void) => void;
}

/** Every change says which revision it was made from: who comes second is told, and sees what it is now. */
export class Plan {
  readonly cues: Resource<{ readonly cues: readonly PlannedCue[] }>;
  readonly #options: PlanOptions;
  readonly #conflict: Signal<Conflict | undefined> = signal(undefined);
  readonly #chosen = signal<string | undefined>(undefined);
  readonly #busy = new Set<string>();

  constructor(options: PlanOptions) {
    this.#options = options;
    this.cues = new Resource(() => options.api.plan());
  }

  get conflict(): ReadonlySignal<Conflict | undefined> {
    return this.#conflict;
  }

  /** The one that keys act on: what was chosen, else the next that is to be fired. */
  readonly current: ReadonlySignal<PlannedCue | undefined> = computed(() => {
    const cues = this.cues.value?.cues ?? [];
    return cues.find(({ id }) => id === this.#chosen.value) ?? cues.find(({ state }) => state !== 'fired');
  });

  /** What the key for firing fires: the current one when it is armed, else the only one that is. */
  readonly ready: ReadonlySignal<PlannedCue | undefined> = computed(() => {
    const current = this.current.value;
    if (current?.state === 'armed') return current;
    const armed = (this.cues.value?.cues ?? []).filter(({ state }) => state === 'armed');
    return armed.length === 1 ? armed[0] : undefined;
  });

  choose(id: string): void {
    this.#chosen.value = id;
  }

  /** The one before or after. */
  step(by: 1 | -1): void {
    const cues = this.cues.value?.cues ?? [];
    const at = cues.findIndex(({ id }) => id === this.current.peek()?.id);
    const next = cues[Math.max(0, Math.min(cues.length - 1, at + by))];
    if (next !== undefined) this.choose(next.id);
  }

  /** Somebody has changed something. */
  refresh(): Promise<void> {
    return this.cues.load();
  }

  add(draft: CueDraft): Promise<Answer<PlannedCue>> {
    return this.#tell(this.#options.api.addCue(draft));
  }

  change({ id, revision }: PlannedCue, draft: CueDraft): Promise<Answer<PlannedCue>> {
    return this.#tell(this.#options.api.changeCue(id, { ...draft, ifRevision: revision }));
  }

  async remove({ id, revision }: PlannedCue): Promise<void> {
    await this.#once(id, async () => {
      const answer = await this.#options.api.deleteCue(id, revision);
      if (!answer.ok) return this.#refused(id, answer.failure);
      this.cues.set({ cues: (this.cues.value?.cues ?? []).filter((one) => one.id !== id) });
    });
  }

  /** Armed, it can be fired; or not any more. */
  async arm({ id, revision, state }: PlannedCue): Promise<void> {
    await this.#once(id, () => this.#do(id, this.#options.api.armCue(id, { isArmed: state !== 'armed', ifRevision: revision })));
  }

  /** Only what is armed. On the frame that the host sees. */
  async fire({ id, revision }: PlannedCue): Promise<void> {
    const atMs = this.#options.seenMs();
    await this.#once(id, async () => {
      const fired = await this.#do(
        id,
        this.#options.api.fireCue(id, { id: newId(), ifRevision: revision, ...(atMs === undefined ? {} : { atMs }) }),
      );
      if (fired === undefined) return;
      // what comes next is looked at, not what was
      if (this.#chosen.peek() === id) this.#chosen.value = undefined;
      if (fired.canUndo) this.#options.onFired(() => void this.undo(fired));
    });
  }

  /** By the key: {@link Plan.ready}, if there is one. */
  async fireReady(): Promise<void> {
    const cue = this.ready.peek();
    if (cue !== undefined) await this.fire(cue);
  }

  async undo({ id, revision }: PlannedCue): Promise<void> {
    await this.#once(id, () => this.#do(id, this.#options.api.undoCue(id, { id: newId(), ifRevision: revision })));
  }

  /** The cues of a plan that was kept elsewhere. @returns those that were not taken. */
  async takeOver(kept: readonly KeptCue[]): Promise<readonly KeptCue[]> {
    const left: KeptCue[] = [];
    for (const cue of kept) {
      const answer = await this.#options.api.addCue({ at: cue.at, planned: cue.planned });
      if (!answer.ok) left.push(cue);
    }
    await this.refresh();
    return left;
  }

  /** One thing at a time with each cue: a key that is pressed twice is pressed once. */
  async #once(id: string, work: () => Promise<unknown>): Promise<void> {
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    this.#conflict.value = undefined;
    await work();
    this.#busy.delete(id);
  }

  async #do(id: string, asked: Promise<Answer<PlannedCue>>): Promise<PlannedCue | undefined> {
    const answer = await this.#tell(asked);
    if (answer.ok) return answer.value;
    await this.#refused(id, answer.failure);
    return undefined;
  }

  /** What is answered is in the list at once. */
  async #tell(asked: Promise<Answer<PlannedCue>>): Promise<Answer<PlannedCue>> {
    const answer = await asked;
    if (answer.ok) {
      const others = (this.cues.value?.cues ?? []).filter(({ id }) => id !== answer.value.id);
      // ids sort as they were made
      this.cues.set({ cues: inOrder([...others, answer.value].toSorted((one, other) => (one.id < other.id ? -1 : 1))) });
    }
    return answer;
  }

  async #refused(cue: string, failure: Failure): Promise<void> {
    const kind = conflictOf(failure);
    if (kind === undefined) return this.#options.onFailed(failure);
    await this.refresh();
    batch(() => {
      this.#conflict.value = { kind, cue };
      if (kind !== 'gone') this.choose(cue);
    });
  }
}

/** What this browser alone still has of a plan: to be taken over, or forgotten, once. */
export function keptPlan(storage: Pick<Storage, 'getItem' | 'removeItem'>, event: string) {
  const key = keptPlanKey(event);
  return { cues: readKeptPlan(storage.getItem(key)), forget: () => storage.removeItem(key) };
}

function newId(): string {
  return uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
