/** An event while it is edited: saved, unsaved, being saved, failed, or overtaken by somebody else; whatever was written stays. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { EventAnswer } from '../../../core/contracts/room/organiser.ts';
import type { Failure } from '../../api/client.ts';
import type { StudioApi } from '../../api/studio-api.ts';
import { changedParts, draftOf, type EventForm, type FormFault, type FormPart, formOf, over } from './event-form.ts';
import { forget, keep, kept } from './kept.ts';

/** Where what was written stands. */
export type SaveState =
  | { readonly kind: 'saved' | 'unsaved' | 'saving' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'faulty'; readonly fault: FormFault }
  /** Somebody else has saved `their` parts; `both` have changed the others. */
  | { readonly kind: 'overtaken'; readonly their: readonly FormPart[]; readonly both: readonly FormPart[]; readonly theirs: EventForm };

type Calls = Pick<StudioApi, 'event' | 'changeEvent'>;

export class EventEditor {
  readonly #api: Calls;
  readonly #event;
  readonly #before;
  readonly #form;
  readonly #outcome = signal<Exclude<SaveState, { kind: 'saved' | 'unsaved' }> | undefined>(undefined);
  /** What was written before this page was opened has been put back. */
  readonly wasKept: boolean;
  readonly state: ReadonlySignal<SaveState>;

  constructor(api: Calls, event: EventAnswer) {
    const before = formOf(event);
    this.#api = api;
    this.#event = signal(event);
    this.#before = signal(before);
    const old = kept(event.id, Object.keys(before));
    const isThere = old !== undefined && changedParts(old.before, old.mine).length > 0;
    // another may have saved since
    const merged = isThere ? over(old.before, old.mine, before) : undefined;
    this.wasKept = merged !== undefined && changedParts(before, merged.form).length > 0;
    this.#form = signal(merged?.form ?? before);
    this.state = computed(
      () => this.#outcome.value ?? { kind: changedParts(this.#before.value, this.#form.value).length === 0 ? 'saved' : 'unsaved' },
    );
  }

  /** As it was saved last. */
  get event(): ReadonlySignal<EventAnswer> {
    return this.#event;
  }

  /** As it is written. */
  get form(): ReadonlySignal<EventForm> {
    return this.#form;
  }

  /** Something is written that is not saved. */
  get isUnsaved(): boolean {
    return changedParts(this.#before.value, this.#form.value).length > 0;
  }

  /** Something is written. */
  write(change: Partial<EventForm>): void {
    batch(() => {
      this.#form.value = { ...this.#form.value, ...change };
      const kind = this.#outcome.value?.kind;
      if (kind === 'failed' || kind === 'faulty') this.#outcome.value = undefined;
    });
    this.#keep();
  }

  /** Saves what was changed. */
  async save(): Promise<void> {
    if (this.#outcome.value?.kind === 'saving') return;
    const written = this.#form.value;
    const result = draftOf(this.#before.value, written);
    if ('fault' in result) {
      this.#outcome.value = { kind: 'faulty', fault: result };
      return;
    }
    if (Object.keys(result.draft).length === 0) {
      this.#outcome.value = undefined;
      return;
    }
    this.#outcome.value = { kind: 'saving' };
    const { id, changedAt } = this.#event.value;
    const answer = await this.#api.changeEvent(id, { ...result.draft, ifChangedAt: changedAt });
    if (answer.ok) this.#settle(answer.value, written);
    else if (answer.failure.code === 'ROOM_EVENT_CHANGED') await this.#lookAtTheirs(answer.failure);
    else this.#outcome.value = { kind: 'failed', failure: answer.failure };
  }

  /** Of what both have changed, ours or theirs; it is not saved by that. */
  decide(whose: 'mine' | 'theirs'): void {
    const state = this.#outcome.value;
    if (state?.kind !== 'overtaken') return;
    batch(() => {
      if (whose === 'theirs') {
        const { theirs, both } = state;
        this.#form.value = { ...this.#form.value, ...Object.fromEntries(both.map((part) => [part, theirs[part]])) };
      }
      this.#outcome.value = undefined;
    });
    this.#keep();
  }

  /** Back to what was saved. */
  discard(): void {
    batch(() => {
      this.#form.value = this.#before.value;
      this.#outcome.value = undefined;
    });
    this.#keep();
  }

  /** The event was changed otherwise (its state), and nothing that is written here is touched by it. */
  take(event: EventAnswer): void {
    const { form } = over(this.#before.value, this.#form.value, formOf(event));
    batch(() => {
      this.#event.value = event;
      this.#before.value = formOf(event);
      this.#form.value = form;
    });
    this.#keep();
  }

  /** What was sent is saved; what was written meanwhile is not. */
  #settle(event: EventAnswer, sent: EventForm): void {
    const before = formOf(event);
    const { form } = over({ ...sent, password: '' }, { ...this.#form.value, password: '' }, before);
    batch(() => {
      this.#event.value = event;
      this.#before.value = before;
      this.#form.value = form;
      this.#outcome.value = undefined;
    });
    this.#keep();
  }

  async #lookAtTheirs(failure: Failure): Promise<void> {
    const answer = await this.#api.event(this.#event.value.id);
    if (!answer.ok) {
      this.#outcome.value = { kind: 'failed', failure };
      return;
    }
    const theirs = formOf(answer.value);
    const { form, their, both } = over(this.#before.value, this.#form.value, theirs);
    batch(() => {
      this.#event.value = answer.value;
      this.#before.value = theirs;
      this.#form.value = form;
      this.#outcome.value = { kind: 'overtaken', their, both, theirs };
    });
    this.#keep();
  }

  #keep(): void {
    const { id, changedAt } = this.#event.value;
    if (this.isUnsaved) keep(id, { changedAt, before: this.#before.value, mine: this.#form.value });
    else forget(id);
  }
}
