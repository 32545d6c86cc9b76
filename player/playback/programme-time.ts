/** Between media time (seconds on the `<video>`'s own line) and programme time (Unix ms): rules without I/O. */

/** A segment as a playlist places it on both lines. */
export interface PlacedSegment {
  readonly startSeconds: number;
  readonly durationSeconds: number;
  /** EXT-X-PROGRAM-DATE-TIME, Unix ms; null when the playlist tells none. */
  readonly programMs: number | null;
}

/** @returns media time of a programme time; outside of the list, its nearer end; undefined when nothing tells. */
export function mediaTimeOf(segments: readonly PlacedSegment[], programMs: number): number | undefined {
  let best: number | undefined;
  for (const segment of segments) {
    if (segment.programMs === null) continue;
    const into = (programMs - segment.programMs) / 1000;
    best ??= segment.startSeconds;
    if (into >= 0) best = segment.startSeconds + Math.min(into, segment.durationSeconds);
  }
  return best;
}

/** @returns programme time of a media time, or null when nothing tells. */
export function programTimeOf(segments: readonly PlacedSegment[], mediaSeconds: number): number | null {
  let best: number | null = null;
  for (const segment of segments) {
    if (segment.programMs === null) continue;
    if (segment.startSeconds > mediaSeconds && best !== null) break;
    best = segment.programMs + (mediaSeconds - segment.startSeconds) * 1000;
  }
  return best;
}

/** `75` -> `1:15`, `3675` -> `1:01:15`. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** The server's clock from its answers: an answer may be old (caches), never from the future, so the highest offset is nearest the truth. */
export class ServerClock {
  #offsets: number[] = [];

  /** @param serverMs what the answer said, @param receivedMs our clock when it came. */
  add(serverMs: number, receivedMs: number): void {
    this.#offsets.push(serverMs - receivedMs);
    if (this.#offsets.length > 12) this.#offsets.shift();
  }

  /** To be added to `Date.now()`; 0 until something is known. */
  get offsetMs(): number {
    return this.#offsets.length === 0 ? 0 : Math.max(...this.#offsets);
  }
}
