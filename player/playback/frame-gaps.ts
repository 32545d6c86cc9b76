/**
 * How smooth the picture is, by the only witness that counts: the time between two presented frames. The browser lays the whole page out for each frame
 * that somebody is told of, which costs more than all the rest of playback; so frames are looked at from the first time on that anybody asks.
 */

/** A hole in the picture that somebody could see. */
export interface FrameGap {
  /** Unix ms at its end. */
  readonly atMs: number;
  readonly ms: number;
  /** Media time that passed in it, in seconds: more than `ms` means media was skipped. */
  readonly mediaSeconds: number;
}

/** Gaps longer than this are kept. */
const NOTED_MS = 100;
const KEPT = 200;

export class FrameGaps {
  readonly #video: HTMLVideoElement;
  #handle: number | undefined;
  #last: { shown: number; media: number } | undefined;
  #gaps: FrameGap[] = [];
  #longestMs = 0;
  #frames = 0;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
  }

  /** Somebody wants to know: from now on. Asked again, it does nothing. */
  watch(): void {
    if (this.#handle === undefined && 'requestVideoFrameCallback' in this.#video) this.#next();
  }

  get longestMs(): number {
    return this.#longestMs;
  }

  get frames(): number {
    return this.#frames;
  }

  get gaps(): readonly FrameGap[] {
    return this.#gaps;
  }

  /** After a pause, a seek or a new source the next frame is not late. */
  interrupt(): void {
    this.#last = undefined;
  }

  close(): void {
    if (this.#handle !== undefined) this.#video.cancelVideoFrameCallback(this.#handle);
  }

  #next(): void {
    this.#handle = this.#video.requestVideoFrameCallback((_now, frame) => {
      this.#note(frame.presentationTime, frame.mediaTime);
      this.#next();
    });
  }

  #note(shown: number, media: number): void {
    this.#frames += 1;
    if (this.#last !== undefined) {
      const ms = shown - this.#last.shown;
      this.#longestMs = Math.max(this.#longestMs, ms);
      if (ms > NOTED_MS) {
        this.#gaps.push({ atMs: Math.round(Date.now()), ms: Math.round(ms), mediaSeconds: media - this.#last.media });
        if (this.#gaps.length > KEPT) this.#gaps.shift();
      }
    }
    this.#last = document.visibilityState === 'visible' ? { shown, media } : undefined;
  }
}
