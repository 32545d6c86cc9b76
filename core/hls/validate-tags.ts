/** Checks on the tags of a media playlist as they stand in its text. Pure. */
import type { Check } from './check.ts';
import { Attributes } from './attributes.ts';
import type { PlaylistLine } from './lines.ts';
import { readLines } from './lines.ts';

export interface TagSubject {
  readonly lines: readonly PlaylistLine[];
}

/** @throws PlaylistSyntaxError. */
export const tagSubject = (text: string): TagSubject => ({ lines: readLines(text) });

/** Every tag that the house sends in a media playlist, and the attributes it may have. */
const KNOWN: Readonly<Record<string, readonly string[] | undefined>> = {
  EXTM3U: undefined,
  'EXT-X-VERSION': undefined,
  'EXT-X-INDEPENDENT-SEGMENTS': undefined,
  'EXT-X-TARGETDURATION': undefined,
  'EXT-X-PLAYLIST-TYPE': undefined,
  'EXT-X-SERVER-CONTROL': ['CAN-BLOCK-RELOAD', 'PART-HOLD-BACK', 'HOLD-BACK', 'CAN-SKIP-UNTIL'],
  'EXT-X-PART-INF': ['PART-TARGET'],
  'EXT-X-MEDIA-SEQUENCE': undefined,
  'EXT-X-DISCONTINUITY-SEQUENCE': undefined,
  'EXT-X-SKIP': ['SKIPPED-SEGMENTS'],
  'EXT-X-DISCONTINUITY': undefined,
  'EXT-X-MAP': ['URI'],
  'EXT-X-PROGRAM-DATE-TIME': undefined,
  'EXT-X-GAP': undefined,
  'EXT-X-PART': ['DURATION', 'URI', 'INDEPENDENT'],
  EXTINF: undefined,
  'EXT-X-ENDLIST': undefined,
  'EXT-X-PRELOAD-HINT': ['TYPE', 'URI'],
  'EXT-X-RENDITION-REPORT': ['URI', 'LAST-MSN', 'LAST-PART'],
};
/** Tags that apply to a segment. */
const SEGMENT_TAGS = ['EXT-X-DISCONTINUITY', 'EXT-X-MAP', 'EXT-X-PROGRAM-DATE-TIME', 'EXT-X-GAP', 'EXT-X-PART', 'EXTINF'];
const REPEATABLE = new Set([...SEGMENT_TAGS, 'EXT-X-RENDITION-REPORT']);
const HEADER_TAGS = new Set([
  'EXT-X-VERSION',
  'EXT-X-INDEPENDENT-SEGMENTS',
  'EXT-X-TARGETDURATION',
  'EXT-X-PLAYLIST-TYPE',
  'EXT-X-SERVER-CONTROL',
  'EXT-X-PART-INF',
  'EXT-X-MEDIA-SEQUENCE',
  'EXT-X-DISCONTINUITY-SEQUENCE',
  'EXT-X-SKIP',
]);

export const TAG_CHECKS: readonly Check<TagSubject>[] = [
  {
    name: 'only tags and attributes that the house sends',
    cites: '4.4',
    *find({ lines }) {
      for (const line of lines) {
        if (line.kind !== 'tag') continue;
        if (!(line.name in KNOWN)) {
          yield `line ${line.line}: ${line.name}`;
          continue;
        }
        const allowed = KNOWN[line.name];
        const strange = allowed === undefined ? [] : new Attributes(line.value, line.line).names.filter((name) => !allowed.includes(name));
        for (const name of strange) yield `line ${line.line}: ${line.name} with ${name}`;
      }
    },
  },
  {
    name: 'a tag that belongs to the playlist stands once',
    cites: '4.4.2, 4.4.3, 6.2.6',
    *find({ lines }) {
      const seen = new Set<string>();
      for (const line of lines) {
        if (line.kind !== 'tag' || REPEATABLE.has(line.name)) continue;
        if (seen.has(line.name)) yield `line ${line.line}: ${line.name} again`;
        seen.add(line.name);
      }
    },
  },
  {
    name: 'the tags of the playlist stand before those of segments',
    cites: '4.4.3.2, 4.4.3.3, 4.4.5.2',
    *find({ lines }) {
      let inSegments = false;
      for (const line of lines) {
        if (line.kind === 'uri' || SEGMENT_TAGS.includes(line.name)) inSegments = true;
        else if (inSegments && HEADER_TAGS.has(line.name)) yield `line ${line.line}: ${line.name}`;
      }
    },
  },
  {
    name: 'what holds for a segment stands before its first part',
    cites: 'rule 4, 4.4.4.9',
    *find({ lines }) {
      let inParts = false;
      for (const line of lines) {
        if (line.kind === 'uri') inParts = false;
        else if (line.name === 'EXT-X-PART') inParts = true;
        else if (inParts && line.name !== 'EXTINF' && SEGMENT_TAGS.includes(line.name))
          yield `line ${line.line}: ${line.name} after a part`;
      }
    },
  },
];
