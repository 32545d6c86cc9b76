/** A media playlist with everything in its place: each segment with its numbers, a delta update put onto what came before. Pure. */
import type { MediaPlaylist, PlaylistSegment } from './media-playlist.ts';

/** A segment with its numbers; the map is the one that holds for it, said anew or not. */
export interface PlacedSegment extends PlaylistSegment {
  readonly msn: number;
  readonly discontinuitySequence: number;
}

export interface PlacedPlaylist extends Omit<MediaPlaylist, 'segments' | 'skippedSegments' | 'version'> {
  readonly segments: readonly PlacedSegment[];
}

/** The newest end: the last segment that is listed, whole or not, and how many of its parts. */
export interface ListedEdge {
  readonly msn: number;
  readonly parts: number;
  readonly isWhole: boolean;
}

/**
 * Puts a playlist into its place. `before`: an earlier version, which a delta update needs.
 * @throws Error when segments are skipped that `before` does not have.
 */
export function placePlaylist(playlist: MediaPlaylist, before?: PlacedPlaylist): PlacedPlaylist {
  const { segments: listed, skippedSegments, version: _version, ...facts } = playlist;
  const segments: PlacedSegment[] = [];
  for (let index = 0; index < (skippedSegments ?? 0); index++) {
    const msn = playlist.mediaSequence + index;
    const known = before?.segments.find((segment) => segment.msn === msn);
    if (known === undefined) throw new Error(`segment ${msn} is skipped and was not listed before`);
    // parts of what may be skipped are not at the live edge any more
    segments.push({ ...known, parts: [] });
  }
  let mapUri = segments.at(-1)?.mapUri;
  let discontinuity = segments.at(-1)?.discontinuitySequence ?? playlist.discontinuitySequence ?? 0;
  for (const segment of listed) {
    mapUri = segment.mapUri ?? mapUri;
    if (segment.isDiscontinuity) discontinuity++;
    segments.push({ ...segment, mapUri, msn: playlist.mediaSequence + segments.length, discontinuitySequence: discontinuity });
  }
  return { ...facts, segments };
}

/** Undefined while nothing is listed. */
export function edgeOf(playlist: PlacedPlaylist): ListedEdge | undefined {
  const last = playlist.segments.at(-1);
  return last === undefined ? undefined : { msn: last.msn, parts: last.parts.length, isWhole: last.whole !== undefined };
}

/** Negative when `a` is older than `b`. */
export function compareEdges(a: ListedEdge, b: ListedEdge): number {
  return a.msn - b.msn || a.parts - b.parts || Number(a.isWhole) - Number(b.isWhole);
}

/** Whether a segment may be the last of its encoder run: a discontinuity follows, or nothing yet. */
export function mayEndRun(playlist: PlacedPlaylist, segment: PlacedSegment): boolean {
  return playlist.segments[segment.msn - playlist.mediaSequence + 1]?.isDiscontinuity ?? true;
}
