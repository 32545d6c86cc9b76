/** Checks on two versions of one live media playlist, one after the other, delta updates put in their place. Pure. */
import type { Check } from './check.ts';
import type { ListedEdge, PlacedPlaylist, PlacedSegment } from './placed-playlist.ts';
import { compareEdges, edgeOf } from './placed-playlist.ts';
import { renderServerControl } from './server-control.ts';

export interface VersionPair {
  readonly before: PlacedPlaylist;
  readonly after: PlacedPlaylist;
}

/** The house keeps seven segments; the draft three target durations. */
const LEAST_SEGMENTS = 7;

/** Segments that are in both. */
function* inBoth({ before, after }: VersionPair): Generator<readonly [PlacedSegment, PlacedSegment]> {
  const [first] = after.segments;
  for (const old of before.segments) {
    const segment = first === undefined ? undefined : after.segments[old.msn - first.msn];
    if (segment !== undefined) yield [old, segment];
  }
}

const promiseOf = ({ targetDurationSeconds, partTargetSeconds, serverControl }: PlacedPlaylist): string =>
  `TARGETDURATION ${targetDurationSeconds}, PART-TARGET ${partTargetSeconds}, ${serverControl === undefined ? '' : renderServerControl(serverControl)}`;

export const VERSION_CHECKS: readonly Check<VersionPair>[] = [
  {
    name: 'EXT-X-MEDIA-SEQUENCE never goes down',
    cites: 'rule 15, 6.2.2',
    *find({ before, after }) {
      if (after.mediaSequence < before.mediaSequence) yield `${before.mediaSequence} -> ${after.mediaSequence}`;
    },
  },
  {
    name: 'EXT-X-DISCONTINUITY-SEQUENCE never goes down',
    cites: 'rule 15, 6.2.2',
    *find({ before, after }) {
      const [old = 0, now = 0] = [before.discontinuitySequence, after.discontinuitySequence];
      if (now < old) yield `${old} -> ${now}`;
    },
  },
  {
    name: 'the promise never changes',
    cites: 'rule 1, 6.2.1',
    *find({ before, after }) {
      if (promiseOf(before) !== promiseOf(after)) yield `${promiseOf(before)} -> ${promiseOf(after)}`;
    },
  },
  {
    name: 'the live edge never goes back',
    cites: '6.2.1',
    *find({ before, after }) {
      const [old, now] = [edgeOf(before), edgeOf(after)];
      if (old === undefined) return;
      if (now === undefined || compareEdges(now, old) < 0) yield `${old.msn}.${old.parts} -> ${now?.msn}.${now?.parts}`;
    },
  },
  {
    name: 'versions overlap: no segment comes and goes unseen',
    cites: '6.2.2',
    *find({ before, after }) {
      const last = before.segments.at(-1);
      if (last !== undefined && after.mediaSequence > last.msn + 1)
        yield `${last.msn} was the newest, now ${after.mediaSequence} is the oldest`;
    },
  },
  {
    name: 'a listed segment stays what it is',
    cites: '6.2.1',
    *find(pair) {
      for (const [old, now] of inBoth(pair)) {
        if (old.whole !== undefined && now.whole === undefined) yield `segment ${old.msn} is open again`;
        if (old.whole !== undefined && now.whole !== undefined) {
          if (old.whole.uri !== now.whole.uri) yield `segment ${old.msn}: ${old.whole.uri} -> ${now.whole.uri}`;
          if (old.whole.durationTicks !== now.whole.durationTicks) yield `segment ${old.msn} has another duration`;
          if (old.isGap !== now.isGap) yield `segment ${old.msn} is ${now.isGap ? 'a gap' : 'no gap any more'}`;
        }
        if (old.mapUri !== now.mapUri) yield `segment ${old.msn}: map ${old.mapUri} -> ${now.mapUri}`;
        if (old.startMs !== now.startMs) yield `segment ${old.msn} has another program date`;
      }
    },
  },
  {
    name: 'a segment keeps its discontinuity sequence',
    cites: 'rule 15, 6.2.2',
    *find(pair) {
      for (const [old, now] of inBoth(pair)) {
        if (old.discontinuitySequence !== now.discontinuitySequence)
          yield `segment ${old.msn}: ${old.discontinuitySequence} -> ${now.discontinuitySequence}`;
      }
    },
  },
  {
    name: 'a listed part stays what it is, and parts are only added at the end or removed as a whole',
    cites: '6.2.1, 6.2.2',
    *find(pair) {
      for (const [old, now] of inBoth(pair)) {
        if (now.parts.length === 0) continue;
        for (const [index, part] of old.parts.entries()) {
          const same = now.parts[index];
          if (same?.uri !== part.uri || same.durationTicks !== part.durationTicks || same.independent !== part.independent)
            yield `part ${old.msn}.${index} is another one`;
        }
        if (old.whole !== undefined && old.parts.length > 0 && now.parts.length > old.parts.length)
          yield `segment ${old.msn} was whole and has grown`;
      }
    },
  },
  {
    name: 'the window is never cut below seven segments or three target durations',
    cites: 'rule 14, 6.2.2',
    *find({ before, after }) {
      if (after.mediaSequence <= before.mediaSequence) return;
      const ticks = after.segments.reduce((sum, segment) => sum + (segment.whole?.durationTicks ?? 0), 0);
      if (after.segments.length < LEAST_SEGMENTS) yield `${after.segments.length} segments are left`;
      if (ticks < 3 * after.targetDurationSeconds * 90_000) yield `${(ticks / 90_000).toFixed(1)} s are left`;
    },
  },
  {
    name: 'the part that was hinted is the one that came',
    cites: 'rule 11, 6.2.6',
    *find({ before, after }) {
      const edge = edgeOf(before);
      if (before.preloadHint === undefined || edge === undefined || edge.parts === 0) return;
      const next = nextPart(after, edge);
      if (next !== undefined && next !== before.preloadHint) yield `${before.preloadHint} was hinted, ${next} came`;
    },
  },
  {
    name: 'nothing changes after ENDLIST',
    cites: '6.2.1',
    *find({ before, after }) {
      if (before.isEnded && !after.isEnded) yield 'it goes on';
      else if (before.isEnded && JSON.stringify(before.segments) !== JSON.stringify(after.segments)) yield 'its segments are others';
    },
  },
];

/** The address of the part after `edge`; undefined when it is not listed, or a run broke off before it. */
function nextPart(playlist: PlacedPlaylist, edge: ListedEdge): string | undefined {
  const [msn, part] = edge.isWhole ? [edge.msn + 1, 0] : [edge.msn, edge.parts];
  return playlist.segments.find((segment) => segment.msn === msn)?.parts[part]?.uri;
}
