/** The control room without a pixel: what is going on, as signals, and what one may do. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { Act } from '../../core/contracts/room/acts.ts';
import type { Pass, Transcoding, TranscodingAnswer } from '../../core/contracts/room/control.ts';
import type { EventState } from '../../core/contracts/room/entries.ts';
import type { AuditAnswer, EventAnswer, PollAnswer } from '../../core/contracts/room/organiser.ts';
import type { Answer, Failure } from '../api/client.ts';
import { Resource } from '../state/resource.ts';
import { type Air, airOf } from './air.ts';
import type { ReadonlyFacts } from '../../player/playback/playback-facts.ts';
import type { ControlApi } from './control-api.ts';
import { Plan } from './plan.ts';
import { StaffLink, type Verdict } from './staff-link.ts';
import { stageSeenMs } from './stage-seen.ts';
import { StatusWatch } from './status-watch.ts';

/** What came of the last thing that was done, until the next. */
export type Note =
  | { readonly kind: 'failed'; readonly message: string }
  /** It can be taken back. */
  | { readonly kind: 'done'; readonly undo: () => void };

/** A pass is renewed after this share of its life. */
const RENEW_AFTER = 0.5;
const SOONEST_MS = 15_000;
const TRY_AGAIN_MS = 5_000;

/** What is needed to begin. */
export interface Entered {
  readonly event: EventAnswer;
  readonly pass: Pass;
}

/** Comes in. */
export async function enter(api: ControlApi): Promise<Answer<Entered>> {
  const [event, pass] = await Promise.all([api.event(), api.pass()]);
  if (!event.ok) return event;
  return pass.ok ? { ok: true, value: { event: event.value, pass: pass.value } } : pass;
}

export class Desk {
  readonly api: ControlApi;
  readonly link: StaffLink;
  readonly watch: StatusWatch;
  readonly plan: Plan;
  readonly polls: Resource<{ readonly polls: readonly PollAnswer[] }>;
  readonly log: Resource<{ readonly entries: readonly AuditAnswer[] }>;
  readonly #event: Signal<EventAnswer>;
  readonly #pass: Signal<Pass>;
  readonly #note = signal<Note | undefined>(undefined);
  readonly #isBusy = signal(false);
  readonly #transcoding = signal<TranscodingAnswer>({ isSlateHeld: false, transcoding: null });
  #seen: ReadonlyFacts | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: ControlApi, { event, pass }: Entered, language: string) {
    this.api = api;
    this.#event = signal(event);
    this.#pass = signal(pass);
    this.link = new StaffLink({
      origin: location.origin,
      language,
      ticket: () => this.pass.peek().ticket,
      renew: () => this.#renew(),
    });
    this.watch = new StatusWatch(pass.event.stream as StreamId, () => this.pass.peek().media.prefix);
    this.plan = new Plan({
      api,
      seenMs: () => this.seenMs(),
      onFailed: (failure) => this.failed(failure),
      onFired: (undo) => {
        this.#note.value = { kind: 'done', undo: this.#onceOf(undo) };
      },
    });
    this.polls = new Resource(() => api.polls());
    this.log = new Resource(() => api.log());
    this.#planRenewal();
  }

  get event(): ReadonlySignal<EventAnswer> {
    return this.#event;
  }

  get pass(): ReadonlySignal<Pass> {
    return this.#pass;
  }

  get note(): ReadonlySignal<Note | undefined> {
    return this.#note;
  }

  /** The event is being moved on. */
  get isBusy(): ReadonlySignal<boolean> {
    return this.#isBusy;
  }

  /** How the encoding goes; null: there is none here, or it is not known yet. */
  readonly transcoding: ReadonlySignal<Transcoding | null> = computed(() => this.#transcoding.value.transcoding);
  /** A host has put the slate before viewers. */
  readonly isSlateHeld: ReadonlySignal<boolean> = computed(() => this.#transcoding.value.isSlateHeld);

  /** It was asked how the encoding goes. */
  tellTranscoding(answer: TranscodingAnswer): void {
    this.#transcoding.value = answer;
  }

  /** This is the picture that is looked at; undefined: none is. */
  watchStage(facts: ReadonlyFacts | undefined): void {
    this.#seen = facts;
  }

  /** What the host sees of the stage, in programme time; undefined: what is now. What he does is meant for that frame. */
  seenMs(): number | undefined {
    return stageSeenMs(this.#seen, Date.now() + this.link.feed.peek().clockOffsetMs);
  }

  /** Puts the slate before viewers, or takes it off. @returns whether it is so now. */
  async holdSlate(isHeld: boolean): Promise<boolean> {
    const answer = await this.api.holdSlate(isHeld);
    if (answer.ok) this.#transcoding.value = answer.value;
    else this.failed(answer.failure);
    return answer.ok;
  }

  /** As the room knows it, which hears of it first. */
  readonly state: ReadonlySignal<EventState> = computed(() => this.link.feed.value.view?.state ?? this.event.value.state);
  /** What goes before the paths to the picture now. */
  readonly prefix: ReadonlySignal<string> = computed(() => this.pass.value.media.prefix);
  readonly air: ReadonlySignal<Air> = computed(() => airOf(this.state.value, this.watch.state.value));

  /** Something of the room is done. What is refused is told on the page. @returns whether it is done. */
  async act(act: Act, undo?: (offset: number | undefined) => Act | undefined): Promise<boolean> {
    const verdict = await this.link.act(act);
    const back = verdict.ok ? undo?.(verdict.offset) : undefined;
    this.#told(verdict, back === undefined ? undefined : () => void this.act(back));
    return verdict.ok;
  }

  /** Tells what came of something. */
  told(verdict: Verdict): void {
    this.#told(verdict, undefined);
  }

  /** Why a call was refused. */
  failed(failure: Failure): void {
    this.#note.value = { kind: 'failed', message: failure.message };
  }

  forget(): void {
    this.#note.value = undefined;
  }

  /** Takes the last thing back, if it can be. */
  undo(): void {
    const note = this.#note.peek();
    if (note?.kind === 'done') note.undo();
  }

  /** Moves the event on. */
  async move(to: EventState): Promise<void> {
    if (this.#isBusy.peek()) return;
    this.#isBusy.value = true;
    const answer = await this.api.move(to);
    batch(() => {
      this.#isBusy.value = false;
      if (answer.ok) this.#event.value = answer.value;
      if (answer.ok) this.forget();
      else this.failed(answer.failure);
    });
  }

  /** The event has been changed elsewhere. */
  async reload(): Promise<void> {
    const answer = await this.api.event();
    if (answer.ok) this.#event.value = answer.value;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.link.close();
    this.watch.close();
  }

  /** What can be taken back is taken back once. */
  #onceOf(undo: () => void): () => void {
    return () => {
      this.forget();
      undo();
    };
  }

  #told(verdict: Verdict, undo: (() => void) | undefined): void {
    if (!verdict.ok) this.#note.value = { kind: 'failed', message: verdict.message };
    else this.#note.value = undo === undefined ? undefined : { kind: 'done', undo };
  }

  #planRenewal(): void {
    const { media, nowMs } = this.pass.peek();
    const lifeMs = media.expiresAtMs === null ? Number.POSITIVE_INFINITY : media.expiresAtMs - nowMs;
    const waitMs = Math.min(10 * 60_000, Math.max(SOONEST_MS, lifeMs * RENEW_AFTER));
    this.#timer = setTimeout(() => void this.#renewInTime(), waitMs);
  }

  async #renewInTime(): Promise<void> {
    const pass = await this.#renew();
    if (pass === undefined) this.#timer = setTimeout(() => void this.#renewInTime(), TRY_AGAIN_MS);
    else this.#planRenewal();
  }

  async #renew(): Promise<Pass | undefined> {
    const answer = await this.api.pass(this.pass.peek().ticket);
    if (!answer.ok) return undefined;
    this.#pass.value = answer.value;
    this.link.renewed(answer.value.ticket);
    return answer.value;
  }
}
