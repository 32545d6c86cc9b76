/** Checks on how an origin answers: what was asked, what came, with which headers. Pure. */
import { TIMESCALE } from '../contracts/timeline.ts';
import type { Check } from './check.ts';
import { inSeconds } from './check.ts';
import type { MediaPlaylist } from './media-playlist.ts';
import type { PlacedPlaylist } from './placed-playlist.ts';
import { edgeOf } from './placed-playlist.ts';

/** A media playlist that was fetched. Header names are lower case. */
export interface PlaylistAnswer {
  readonly asked: { readonly msn: number | undefined; readonly part: number | undefined; readonly skip: boolean };
  readonly headers: Readonly<Record<string, string>>;
  readonly playlist: MediaPlaylist;
  readonly placed: PlacedPlaylist;
}

/** Headers of any answer that a player gets. */
export interface HeaderSubject {
  readonly kind: 'blocking' | 'plain' | 'multivariant' | 'media' | 'recording-playlist';
  readonly targetDurationSeconds: number;
  readonly headers: Readonly<Record<string, string>>;
}

export const ANSWER_CHECKS: readonly Check<PlaylistAnswer>[] = [
  {
    name: 'a blocking reload is answered when what was asked for is there, not before',
    cites: 'rule 7, rule 9, 6.2.5.2',
    *find({ asked: { msn, part }, placed }) {
      const edge = edgeOf(placed);
      if (msn === undefined || placed.isEnded) return;
      const isThere =
        edge !== undefined && (edge.msn > msn || (edge.msn === msn && (part === undefined ? edge.isWhole : part < edge.parts)));
      if (!isThere) yield `asked for ${msn}.${part ?? ''}, got ${edge?.msn}.${edge?.parts}`;
    },
  },
  {
    name: 'whoever does not ask for a delta update does not get one',
    cites: 'rule 10, 6.2.5.1',
    *find({ asked, playlist }) {
      if (!asked.skip && playlist.skippedSegments !== undefined) yield `${playlist.skippedSegments} segments are skipped`;
    },
  },
  {
    name: 'a delta update leaves out exactly what is farther from the end than CAN-SKIP-UNTIL',
    cites: 'rule 10, 6.2.5.1',
    *find({ asked, playlist, placed }) {
      if (!asked.skip || placed.isEnded) return;
      const until = (playlist.serverControl?.canSkipUntilSeconds ?? 0) * TIMESCALE;
      const skipped = playlist.skippedSegments ?? 0;
      let fromEnd = 0;
      for (const [index, segment] of [...placed.segments.entries()].toReversed()) {
        const isSkipped = index < skipped;
        if (isSkipped && fromEnd < until - placed.segments.length)
          yield `segment ${segment.msn} ends ${inSeconds(fromEnd)} from the end and is skipped`;
        if (!isSkipped && fromEnd > until + placed.segments.length)
          yield `segment ${segment.msn} ends ${inSeconds(fromEnd)} from the end and is not skipped`;
        fromEnd += segment.whole?.durationTicks ?? 0;
      }
    },
  },
];

const CACHE: Readonly<Record<HeaderSubject['kind'], (target: number) => string>> = {
  blocking: (target) => `public, max-age=${6 * target}`,
  plain: () => 'public, max-age=1',
  multivariant: (target) => `public, max-age=${Math.max(1, Math.floor(target / 2))}`,
  media: () => 'public, max-age=31536000, immutable',
  'recording-playlist': () => 'public, max-age=2',
};

export const HEADER_CHECKS: readonly Check<HeaderSubject>[] = [
  {
    name: 'Cache-Control as the cache table has it',
    cites: 'cache table',
    *find({ kind, targetDurationSeconds, headers }) {
      const wanted = CACHE[kind](targetDurationSeconds);
      if (headers['cache-control'] !== wanted) yield `${headers['cache-control'] ?? 'none'}, wanted ${wanted}`;
    },
  },
  {
    name: 'a playlist without directives has an Age',
    cites: 'cache table',
    *find({ kind, headers }) {
      if (kind === 'plain' && !/^\d+$/.test(headers['age'] ?? '')) yield `Age: ${headers['age'] ?? 'none'}`;
    },
  },
  {
    name: 'any site may play it and sees Age and Date',
    cites: 'rule 17',
    *find({ headers }) {
      if (headers['access-control-allow-origin'] !== '*') yield 'Access-Control-Allow-Origin is not *';
      const exposed = (headers['access-control-expose-headers'] ?? '').toLowerCase().split(/, */);
      if (!exposed.includes('age') || !exposed.includes('date')) yield 'Age and Date are not exposed';
      if (headers['timing-allow-origin'] !== '*') yield 'Timing-Allow-Origin is not *';
    },
  },
  {
    name: 'a playlist is packed, and cached apart from the one that is not',
    cites: 'rule 17, 6.2.1',
    *find({ kind, headers }) {
      if (kind === 'media') return;
      if (headers['content-encoding'] !== 'gzip') yield `Content-Encoding: ${headers['content-encoding'] ?? 'none'}`;
      if (!(headers['vary'] ?? '').toLowerCase().includes('accept-encoding')) yield 'Vary does not name Accept-Encoding';
    },
  },
  {
    name: 'Content-Type is the one that players know',
    cites: '4, 10',
    *find({ kind, headers }) {
      const wanted = kind === 'media' ? 'video/mp4' : 'application/vnd.apple.mpegurl';
      if (headers['content-type'] !== wanted) yield `${headers['content-type'] ?? 'none'}, wanted ${wanted}`;
    },
  },
];

/** One version of a playlist, fetched both ways. */
export interface BothForms {
  readonly delta: PlacedPlaylist;
  readonly whole: PlacedPlaylist;
}

export const DELTA_CHECKS: readonly Check<BothForms>[] = [
  {
    name: 'a delta update, put in its place, is the whole playlist',
    cites: 'rule 10, 6.2.5.1',
    *find({ delta, whole }) {
      const { segments: ofDelta, ...deltaFacts } = delta;
      const { segments: ofWhole, ...wholeFacts } = whole;
      if (JSON.stringify(deltaFacts) !== JSON.stringify(wholeFacts)) yield 'what stands around the segments differs';
      if (ofDelta.length !== ofWhole.length) yield `${ofDelta.length} segments, whole ${ofWhole.length}`;
      for (const [index, segment] of ofWhole.entries())
        if (JSON.stringify(ofDelta[index]) !== JSON.stringify(segment)) yield `segment ${segment.msn} differs`;
    },
  },
];

/** How long a live playlist has gone without another whole segment. */
export interface PaceSubject {
  readonly withoutSegmentMs: number;
  readonly targetDurationSeconds: number;
}

/** What the network and the one who looks may take. */
const PACE_TOLERANCE_MS = 500;

export const PACE_CHECKS: readonly Check<PaceSubject>[] = [
  {
    name: 'another segment comes within one and a half target durations',
    cites: '6.2.1',
    *find({ withoutSegmentMs, targetDurationSeconds }) {
      if (withoutSegmentMs > targetDurationSeconds * 1_500 + PACE_TOLERANCE_MS) yield `none for ${(withoutSegmentMs / 1_000).toFixed(1)} s`;
    },
  },
];
