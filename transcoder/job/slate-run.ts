import type { RenditionId } from '../../core/contracts/ids.ts';
import type { StreamProfile } from '../../core/contracts/timeline.ts';
import { AUDIO } from '../../core/ladder/ladder.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { RunWriter } from './run-writer.ts';
import type { Slate, SlateClip } from './slate.ts';
import { SLATE_FRAME_RATE } from './slate.ts';

const FRAME_MS = 1000 / SLATE_FRAME_RATE;
const TICK_MS = 50;
/** Time that nobody covered is filled up to this much; older time is left out. */
const MAX_BACKLOG_MS = 10_000;

/** The slate as a run: the loop's frames in real time, from where the presenter's picture ended. */
export class SlateRun {
  readonly #writer: RunWriter;
  readonly #clips: readonly SlateClip[];
  readonly #clock: Clock;
  readonly #startWallMs: number;
  #frame = 0;
  #cancel: (() => void) | undefined;
  #isOver = false;

  /** `startWallMs` is the wall clock of its first frame, as {@link slateStart} gives it; the writer was made with it. */
  constructor(options: { writer: RunWriter; clips: readonly SlateClip[]; clock: Clock; startWallMs: number }) {
    this.#writer = options.writer;
    this.#clips = options.clips;
    this.#clock = options.clock;
    this.#startWallMs = options.startWallMs;
    for (const [track, clip] of this.#clips.entries()) this.#writer.configure(track, clip.record);
    this.#tick();
  }

  /** Closes the open segment where it is. Idempotent. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancel?.();
    if (this.#writer.parts > 0) this.#writer.end();
  }

  #tick(): void {
    const nowMs = this.#clock.nowMs();
    while (this.#startWallMs + this.#frame * FRAME_MS <= nowMs && !this.#isOver) this.#pushFrame();
    if (!this.#isOver) this.#cancel = this.#clock.after(TICK_MS, () => this.#tick());
  }

  #pushFrame(): void {
    const ms = this.#frame * FRAME_MS;
    for (const [track, clip] of this.#clips.entries()) {
      const frame = clip.frames[this.#frame % clip.frames.length];
      if (frame === undefined) continue;
      this.#writer.addVideo(track, { dtsMs: ms, ptsMs: ms, ...frame }, this.#startWallMs + ms, this.#clock.monotonicMs());
    }
    this.#frame++;
  }
}

/** Where the slate begins: where the last picture ended, but not longer ago than what is worth filling. */
export function slateStart(lastMediaMs: number | undefined, nowMs: number): number {
  return Math.min(nowMs, Math.max(lastMediaMs ?? nowMs, nowMs - MAX_BACKLOG_MS));
}

/** One encode of the slate and the renditions that are taken from it. */
export interface SlateTrack {
  readonly clip: SlateClip;
  readonly videoBps: number;
  readonly renditions: readonly RenditionId[];
}

/** Which clip each rendition of a recording shows; those of one size share one. */
export function slateTracks(slate: Slate, profile: StreamProfile): readonly SlateTrack[] {
  const smallest = [...slate.values()].at(-1);
  const shown = profile.renditions.flatMap((id) => {
    const clip = id === AUDIO ? undefined : (slate.get(id) ?? smallest);
    return clip === undefined ? [] : [{ id, clip }];
  });
  const clips = [...new Set(shown.map(({ clip }) => clip))];
  return clips.map((clip) => ({
    clip,
    videoBps: clip.videoBps,
    renditions: shown.filter((one) => one.clip === clip).map(({ id }) => id),
  }));
}
