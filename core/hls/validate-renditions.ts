/** Checks across the renditions of one stream at one time. Pure. */
import { TIMESCALE } from '../contracts/timeline.ts';
import type { Check } from './check.ts';
import { inSeconds } from './check.ts';
import type { ListedEdge, PlacedPlaylist, PlacedSegment } from './placed-playlist.ts';
import { compareEdges, mayEndRun } from './placed-playlist.ts';
import type { RenditionReport } from './rendition-report.ts';
import { renderServerControl } from './server-control.ts';

interface NamedPlaylist {
  readonly name: string;
  readonly playlist: PlacedPlaylist;
}

/** Two renditions, the newest version of each that is known. */
export interface RenditionPair {
  readonly a: NamedPlaylist;
  readonly b: NamedPlaylist;
}

/** One version of a rendition, and what is known of the others around it. */
export interface ReportSubject {
  readonly name: string;
  readonly playlist: PlacedPlaylist;
  /** Address of each rendition's playlist, as reports have to name it. */
  readonly others: ReadonlyMap<string, string>;
  /** How far each other rendition was known to be before this version was asked for. */
  readonly before: ReadonlyMap<string, ListedEdge>;
  /** How far each other rendition was when it was next looked at, afterwards; undefined where it was not. */
  readonly after: ReadonlyMap<string, ListedEdge>;
}

/** Dates are milliseconds, and rungs agree within a fraction of a frame. */
const DATE_TOLERANCE_MS = 10;
const DURATION_TOLERANCE_TICKS = 0.01 * TIMESCALE;

/** Segments that both have. */
function* shared({ a, b }: RenditionPair) {
  const [first] = b.playlist.segments;
  for (const one of a.playlist.segments) {
    const other = first === undefined ? undefined : b.playlist.segments[one.msn - first.msn];
    if (other !== undefined) yield { one, other };
  }
}

function offByTicks(one: PlacedSegment, other: PlacedSegment): number {
  return one.whole === undefined || other.whole === undefined ? 0 : Math.abs(one.whole.durationTicks - other.whole.durationTicks);
}

export const RENDITION_CHECKS: readonly Check<RenditionPair>[] = [
  {
    name: 'all renditions promise the same',
    cites: 'rule 1, rule 6, 6.2.4',
    *find({ a, b }) {
      const promiseOf = ({ playlist: { targetDurationSeconds, partTargetSeconds, serverControl } }: NamedPlaylist) =>
        `${targetDurationSeconds} ${partTargetSeconds} ${serverControl === undefined ? '' : renderServerControl(serverControl)}`;
      if (promiseOf(a) !== promiseOf(b)) yield `${promiseOf(a)} and ${promiseOf(b)}`;
    },
  },
  {
    name: 'a segment has one discontinuity sequence in all renditions',
    cites: 'rule 6, 6.2.4',
    *find(pair) {
      for (const { one, other } of shared(pair)) {
        if (one.discontinuitySequence !== other.discontinuitySequence)
          yield `segment ${one.msn}: ${one.discontinuitySequence} and ${other.discontinuitySequence}`;
      }
    },
  },
  {
    name: 'a segment has one program date in all renditions',
    cites: 'rule 6, 6.2.4',
    *find(pair) {
      for (const { one, other } of shared(pair)) {
        const offByMs = (one.startMs ?? Number.NaN) - (other.startMs ?? Number.NaN);
        if (!(Math.abs(offByMs) <= DATE_TOLERANCE_MS)) yield `segment ${one.msn}: ${offByMs} ms apart`;
      }
    },
  },
  {
    name: 'a segment has one duration in all renditions, but for the last of a run',
    cites: 'rule 6, 6.2.4',
    *find(pair) {
      for (const { one, other } of shared(pair)) {
        const offBy = offByTicks(one, other);
        if (!mayEndRun(pair.a.playlist, one) && offBy > DURATION_TOLERANCE_TICKS) yield `segment ${one.msn}: ${inSeconds(offBy)} apart`;
      }
    },
  },
  {
    name: 'the last segment of a run differs by less than a part: an encoder may be behind when its source breaks off',
    cites: 'rule 6, 6.2.4',
    *find(pair) {
      const most = (pair.a.playlist.partTargetSeconds ?? 0) * TIMESCALE;
      for (const { one, other } of shared(pair)) {
        const offBy = offByTicks(one, other);
        if (mayEndRun(pair.a.playlist, one) && offBy >= most) yield `segment ${one.msn}: ${inSeconds(offBy)} apart`;
      }
    },
  },
  {
    name: 'renditions cover the same time, give or take what may come and go between two looks',
    cites: 'rule 6, 6.2.4',
    *find({ a, b }) {
      // 6.2.4 allows a target duration at either end; the versions are not of one moment
      const most = 2 * a.playlist.targetDurationSeconds * TIMESCALE;
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const [first, last] = [other.playlist.segments[0]?.msn ?? 0, other.playlist.segments.at(-1)?.msn ?? 0];
        const extra = (isExtra: (segment: PlacedSegment) => boolean) =>
          one.playlist.segments.filter(isExtra).reduce((sum, segment) => sum + (segment.whole?.durationTicks ?? 0), 0);
        const [before, after] = [extra((segment) => segment.msn < first), extra((segment) => segment.msn > last)];
        if (before > most) yield `${one.name} begins ${inSeconds(before)} earlier than ${other.name}`;
        if (after > most) yield `${one.name} ends ${inSeconds(after)} later than ${other.name}`;
      }
    },
  },
];

export const REPORT_CHECKS: readonly Check<ReportSubject>[] = [
  {
    name: 'one RENDITION-REPORT for every other rendition',
    cites: 'rule 12, 4.4.5.4, B.1',
    *find({ playlist, others }) {
      const wanted = playlist.isEnded ? [] : [...others.values()];
      const got = playlist.reports.map((report) => report.uri);
      for (const uri of wanted) if (!got.includes(uri)) yield `none for ${uri}`;
      for (const [index, uri] of got.entries()) {
        if (!wanted.includes(uri)) yield `${uri} is none of the others`;
        if (got.indexOf(uri) !== index) yield `${uri} is reported twice`;
      }
    },
  },
  {
    name: 'a report is as new as the playlist it stands in, give or take a part',
    cites: 'rule 12, 4.4.5.4',
    *find({ playlist, others, before }) {
      for (const [name, edge] of before) {
        const report = playlist.reports.find((one) => one.uri === others.get(name));
        if (report !== undefined && partsBehind(report, edge) > 1)
          yield `${name} was at ${edge.msn}.${edge.parts - 1} before, the report says ${report.lastMsn}.${report.lastPart}`;
      }
    },
  },
  {
    name: 'a report names nothing that is not there',
    cites: 'rule 12, 4.4.5.4',
    *find({ playlist, others, after }) {
      for (const [name, edge] of after) {
        const report = playlist.reports.find((one) => one.uri === others.get(name));
        if (report !== undefined && compareEdges({ msn: report.lastMsn, parts: report.lastPart + 1, isWhole: false }, edge) > 0)
          yield `the report says ${report.lastMsn}.${report.lastPart}, ${name} was at ${edge.msn}.${edge.parts - 1} afterwards`;
      }
    },
  },
];

/** How many parts a report is behind an edge; a segment between them counts as many. Not above 0 when it is not behind. */
function partsBehind(report: RenditionReport, edge: ListedEdge): number {
  if (edge.msn === report.lastMsn) return edge.parts - 1 - report.lastPart;
  if (edge.msn === report.lastMsn + 1) return edge.parts;
  return edge.msn < report.lastMsn ? 0 : Number.POSITIVE_INFINITY;
}
