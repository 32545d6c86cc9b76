/** Keeps the playhead near the live edge: asks the latency controller, turns its answers into rates and jumps. */
import { bufferAhead, bufferEnd } from './buffered.ts';
import type { LatencyController } from './latency-controller.ts';
import type { Source, SourceView } from './source.ts';

/** A jump shorter than this is not worth its flicker. */
const MIN_JUMP_SECONDS = 0.2;
/** What is left ahead after a jump where there is no rule. */
const USUAL_RESERVE_SECONDS = 0.5;

export class EdgePilot {
  readonly #video: HTMLVideoElement;
  #partTarget = 0;
  /** What it has learned stays when the source is opened anew. */
  #rule: LatencyController | null = null;
  #rateChanges = 0;
  #jumps = 0;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
  }

  /** 0 before the length of parts is known. */
  get marginSeconds(): number {
    return this.#rule?.marginSeconds ?? 0;
  }

  get rateChanges(): number {
    return this.#rateChanges;
  }

  get jumps(): number {
    return this.#jumps;
  }

  /** Playback ran dry. */
  stalled(): void {
    this.#rule?.stalled();
  }

  /** The playhead was moved by somebody else. */
  moved(): void {
    this.#rule?.moved();
  }

  /** As fast as it was filmed. */
  rest(): void {
    this.#setRate(1);
  }

  /** @param isPlaying the picture moves: not paused, not waiting. */
  steer(source: Source, view: SourceView, isPlaying: boolean): void {
    const video = this.#video;
    const { partTargetSeconds } = view;
    if (partTargetSeconds !== null && Math.abs(partTargetSeconds - this.#partTarget) > 0.01) {
      this.#partTarget = partTargetSeconds;
      this.#rule = source.latencyRule(partTargetSeconds);
    }
    if (partTargetSeconds === null || this.#rule === null) {
      this.rest();
      return;
    }
    const decision = this.#rule.sample({
      nowMs: performance.now(),
      bufferSeconds: bufferAhead(video),
      behindSeconds: view.behindEdgeSeconds,
      playing: isPlaying && !video.paused && !video.seeking,
      starving: view.starving,
      arrivesInSeconds: view.arrivesInSeconds,
    });
    if (decision.jump) this.toEdge(view);
    this.#setRate(decision.rate);
  }

  /** Forward to the edge at once; inside of the buffer where that reaches it. */
  toEdge(view: SourceView): void {
    const { currentTime } = this.#video;
    const end = bufferEnd(this.#video);
    const isBuffered = end !== null && view.behindEdgeSeconds !== null && end - currentTime > view.behindEdgeSeconds - 1;
    const target = isBuffered ? end - (this.#rule?.fullSeconds ?? USUAL_RESERVE_SECONDS) : view.edgeSeconds;
    if (target === null || target <= currentTime + MIN_JUMP_SECONDS) return;
    this.#jumps += 1;
    this.#video.currentTime = target;
  }

  /** Playback is dry. @returns true when it is made to go on with what there is by now. */
  goOn(): boolean {
    const video = this.#video;
    if (video.seeking || this.#rule?.isRefilled(bufferAhead(video)) !== true) return false;
    const { currentTime } = video;
    video.currentTime = currentTime;
    return true;
  }

  #setRate(rate: number): void {
    if (this.#video.playbackRate === rate) return;
    this.#video.playbackRate = rate;
    this.#rateChanges += 1;
  }
}
