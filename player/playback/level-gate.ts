/**
 * When a change of quality may take effect: a rule without I/O.
 *
 * A rung taken up in the middle of a segment starts again at that segment's keyframe, under the playhead, and the picture
 * freezes for up to 1.7 s. Taken up exactly where a segment begins it is not seen. So the wish is kept here until the
 * next thing to load is the first part of a segment that is already listed.
 */

/** A part as the playlist in use lists it. */
export interface ListedPart {
  /** Index inside its segment. */
  readonly index: number;
  readonly loaded: boolean;
}

/**
 * @param parts the listed parts of the playlist in use, oldest first; null when it lists none (plain HLS: every load is a
 * whole segment).
 * @returns true when the next thing to load begins a segment.
 */
export function atSegmentBorder(parts: readonly ListedPart[] | null): boolean {
  if (parts === null) return true;
  const last = parts.findLastIndex((part) => part.loaded);
  if (last === -1) return true;
  return parts[last + 1]?.index === 0;
}

/** Holds the wish and the level in force. */
export class LevelGate {
  #current = -1;
  #wish = -1;

  /** The level hls.js loads now; -1 before the first. */
  get current(): number {
    return this.#current;
  }

  /** The level asked for; the same as `current` when there is nothing to change. */
  get wish(): number {
    return this.#wish;
  }

  /** Ask for a level; it comes into force at the next border. */
  ask(level: number): void {
    this.#wish = level;
  }

  /** Take a level now: at the start, or when the level in force cannot be loaded at all. */
  force(level: number): void {
    this.#current = level;
    this.#wish = level;
  }

  /** The level to load from now on. */
  next(atBorder: boolean): number {
    if (atBorder) this.#current = this.#wish;
    return this.#current;
  }
}
