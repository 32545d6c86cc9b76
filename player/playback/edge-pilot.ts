/** Keeps the playhead near the live edge: asks the latency controller, turns its answers into rates and jumps. */
import { bufferAhead, bufferEnd } from './buffered.ts';
import { LatencyController } from './latency-controller.ts';
import type { SourceView } from './source.ts';

/** PART-TARGET before a playlist told it, in seconds. */
const USUAL_PART_SECONDS = 1 / 3;
/** A jump shorter than this is not worth its flicker. */
const MIN_JUMP_SECONDS = 0.2;

export class EdgePilot {
  readonly #video: HTMLVideoElement;
  #partTarget = USUAL_PART_SECONDS;
  #controller = new LatencyController(USUAL_PART_SECONDS);
  #rateChanges = 0;
  #jumps = 0;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
  }

  get marginSeconds(): number {
    return this.#controller.marginSeconds;
  }

  /** What the buffer should hold when a part has just come, in seconds. */
  get fullSeconds(): number {
    return this.#controller.marginSeconds + this.#partTarget;
  }

  get rateChanges(): number {
    return this.#rateChanges;
  }

  get jumps(): number {
    return this.#jumps;
  }

  /** Playback ran dry. */
  stalled(): void {
    this.#controller.stalled();
  }

  /** The playhead was moved by somebody else. */
  moved(): void {
    this.#controller.moved();
  }

  /** As fast as it was filmed. */
  rest(): void {
    this.#setRate(1);
  }

  /** @param isPlaying the picture moves: not paused, not waiting. */
  steer(view: SourceView, isPlaying: boolean): void {
    const video = this.#video;
    if (view.partTargetSeconds === null) {
      this.rest();
      return;
    }
    if (Math.abs(view.partTargetSeconds - this.#partTarget) > 0.01) {
      this.#partTarget = view.partTargetSeconds;
      this.#controller = new LatencyController(this.#partTarget);
    }
    const decision = this.#controller.sample({
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
    const target = isBuffered ? end - this.fullSeconds : view.edgeSeconds;
    if (target === null || target <= currentTime + MIN_JUMP_SECONDS) return;
    this.#jumps += 1;
    this.#video.currentTime = target;
  }

  #setRate(rate: number): void {
    if (this.#video.playbackRate === rate) return;
    this.#video.playbackRate = rate;
    this.#rateChanges += 1;
  }
}
