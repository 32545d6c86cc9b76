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

/** A segment of the new rung, on the media line, in seconds. */
export interface PlacedSegment {
  readonly sn: number | 'initSegment';
  readonly start: number;
  readonly end: number;
}

/** Sound and picture of one segment do not end at the same moment, and playlists round: by this much at most. */
const RAGGED_SECONDS = 0.12;
const JUST_PAST_SECONDS = 0.001;

/**
 * Where to go on after a change of quality. What is buffered ends a little before the border that was loaded up to, so that
 * the place alone would name the segment that is already there, and all of it would be loaded a second time while playback
 * runs dry.
 *
 * @param bufferEnd where the buffer ends. @param doneSn the last segment that was loaded to its end, in any rung.
 * @returns a place in the segment to load next.
 */
export function pastBorder(bufferEnd: number, doneSn: number, segments: readonly PlacedSegment[]): number {
  const done = segments.find(({ sn }) => sn === doneSn);
  const isAtBorder = done !== undefined && bufferEnd >= done.end - RAGGED_SECONDS && bufferEnd <= done.end;
  return isAtBorder ? done.end + JUST_PAST_SECONDS : bufferEnd;
}

/**
 * A rung that is encoded lists its parts a moment later than the one that is sent through: where the old rung's next segment has
 * begun already, the new one's newest may still be the one that is there. It is not loaded a second time, under the playhead:
 * the next playlist is waited for.
 *
 * @param found the segment that would be loaded. @param bufferEnd, doneSn as in {@link pastBorder}.
 */
export function isThere(found: PlacedSegment, bufferEnd: number, doneSn: number, segments: readonly PlacedSegment[]): boolean {
  const done = segments.find(({ sn }) => sn === doneSn);
  const isAtBorder = done !== undefined && Math.abs(bufferEnd - done.end) <= RAGGED_SECONDS;
  return isAtBorder && found.sn !== 'initSegment' && found.sn <= doneSn;
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

/**
 * @param parts as in {@link atSegmentBorder}. @param bufferEnd in seconds.
 * @returns the part that goes on where the buffer ends; undefined when the next one is not listed, or begins elsewhere.
 */
export function continuation<Listed extends ListedPart & { readonly start: number }>(
  parts: readonly Listed[] | null,
  bufferEnd: number,
): Listed | undefined {
  const last = parts?.findLastIndex((part) => part.loaded) ?? -1;
  const next = last === -1 ? undefined : parts?.[last + 1];
  return next !== undefined && Math.abs(next.start - bufferEnd) < RAGGED_SECONDS ? next : undefined;
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
