/** The text of a media playlist as a value: what {@link renderMediaPlaylist} wrote comes back as it was. Pure. */
import { Attributes } from './attributes.ts';
import { ticksOfSeconds } from './durations.ts';
import type { PlaylistLine } from './lines.ts';
import { PlaylistSyntaxError, readLines } from './lines.ts';
import type { MediaPlaylist, PlaylistSegment } from './media-playlist.ts';
import type { PlaylistPart } from './part.ts';
import { parsePart, parsePreloadHint } from './part.ts';
import type { RenditionReport } from './rendition-report.ts';
import { parseReport } from './rendition-report.ts';
import { parseServerControl } from './server-control.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type TagLine = Extract<PlaylistLine, { kind: 'tag' }>;

interface OpenSegment extends Writable<Omit<PlaylistSegment, 'parts' | 'whole'>> {
  readonly parts: PlaylistPart[];
  extinf: number | undefined;
  hasTags: boolean;
}

interface Header extends Writable<Omit<MediaPlaylist, 'segments' | 'reports' | 'targetDurationSeconds'>> {
  targetDurationSeconds: number | undefined;
}

/** Tags this reader does not know are passed over, as 6.3.1 wants. @throws PlaylistSyntaxError. */
export function parseMediaPlaylist(text: string): MediaPlaylist {
  const header: Header = {
    version: 1,
    isIndependent: false,
    targetDurationSeconds: undefined,
    type: undefined,
    serverControl: undefined,
    partTargetSeconds: undefined,
    mediaSequence: 0,
    discontinuitySequence: undefined,
    skippedSegments: undefined,
    preloadHint: undefined,
    isEnded: false,
  };
  const segments: PlaylistSegment[] = [];
  const reports: RenditionReport[] = [];
  let open = newSegment();
  for (const line of readLines(text)) {
    if (line.kind === 'uri') {
      if (open.extinf === undefined) throw new PlaylistSyntaxError(line.line, 'a URI without EXTINF');
      segments.push(finished(open, line.uri));
      open = newSegment();
    } else if (line.name === 'EXT-X-RENDITION-REPORT') {
      reports.push(parseReport(line.value, line.line));
    } else if (!readSegmentTag(open, line)) {
      readHeaderTag(header, line);
    }
  }
  if (open.extinf !== undefined) throw new PlaylistSyntaxError(text.split('\n').length, 'EXTINF without a URI');
  if (open.hasTags) segments.push(finished(open, undefined));
  const { targetDurationSeconds } = header;
  if (targetDurationSeconds === undefined) throw new PlaylistSyntaxError(1, 'EXT-X-TARGETDURATION is missing');
  return { ...header, targetDurationSeconds, segments, reports };
}

function newSegment(): OpenSegment {
  return { isDiscontinuity: false, mapUri: undefined, startMs: undefined, isGap: false, parts: [], extinf: undefined, hasTags: false };
}

function finished({ extinf, hasTags: _hasTags, ...segment }: OpenSegment, uri: string | undefined): PlaylistSegment {
  return { ...segment, whole: uri === undefined || extinf === undefined ? undefined : { uri, durationTicks: extinf } };
}

/** @returns false when the tag is none of a segment's. */
function readSegmentTag(open: OpenSegment, { name, value, line }: TagLine): boolean {
  switch (name) {
    case 'EXT-X-DISCONTINUITY':
      open.isDiscontinuity = true;
      break;
    case 'EXT-X-MAP': {
      const attributes = new Attributes(value, line);
      open.mapUri = attributes.required('URI', attributes.quoted('URI'));
      break;
    }
    case 'EXT-X-PROGRAM-DATE-TIME':
      open.startMs = readDate(value, line);
      break;
    case 'EXT-X-GAP':
      open.isGap = true;
      break;
    case 'EXT-X-PART':
      open.parts.push(parsePart(value, line));
      break;
    case 'EXTINF': {
      const match = /^(\d+(?:\.\d+)?),/.exec(value);
      if (match === null) throw new PlaylistSyntaxError(line, `not a duration and a comma: ${value}`);
      open.extinf = ticksOfSeconds(Number(match[1]));
      break;
    }
    default:
      return false;
  }
  open.hasTags = true;
  return true;
}

function readHeaderTag(header: Header, { name, value, line }: TagLine): void {
  switch (name) {
    case 'EXT-X-VERSION':
      header.version = readWhole(value, line);
      break;
    case 'EXT-X-INDEPENDENT-SEGMENTS':
      header.isIndependent = true;
      break;
    case 'EXT-X-TARGETDURATION':
      header.targetDurationSeconds = readWhole(value, line);
      break;
    case 'EXT-X-PLAYLIST-TYPE':
      if (value !== 'EVENT' && value !== 'VOD') throw new PlaylistSyntaxError(line, `not a type of playlist: ${value}`);
      header.type = value;
      break;
    case 'EXT-X-SERVER-CONTROL':
      header.serverControl = parseServerControl(value, line);
      break;
    case 'EXT-X-PART-INF': {
      const attributes = new Attributes(value, line);
      header.partTargetSeconds = attributes.required('PART-TARGET', attributes.decimal('PART-TARGET'));
      break;
    }
    case 'EXT-X-MEDIA-SEQUENCE':
      header.mediaSequence = readWhole(value, line);
      break;
    case 'EXT-X-DISCONTINUITY-SEQUENCE':
      header.discontinuitySequence = readWhole(value, line);
      break;
    case 'EXT-X-SKIP': {
      const attributes = new Attributes(value, line);
      header.skippedSegments = attributes.required('SKIPPED-SEGMENTS', attributes.integer('SKIPPED-SEGMENTS'));
      break;
    }
    case 'EXT-X-PRELOAD-HINT':
      header.preloadHint = parsePreloadHint(value, line) ?? header.preloadHint;
      break;
    case 'EXT-X-ENDLIST':
      header.isEnded = true;
      break;
  }
}

function readWhole(value: string, line: number): number {
  if (!/^\d{1,15}$/.test(value)) throw new PlaylistSyntaxError(line, `not a whole number: ${value}`);
  return Number(value);
}

function readDate(value: string, line: number): number {
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2})$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw new PlaylistSyntaxError(line, `not a date and time with its zone: ${value}`);
  return ms;
}
