/** Checks on the multivariant playlist. Pure. */
import { Attributes } from './attributes.ts';
import type { Check } from './check.ts';
import { readLines } from './lines.ts';
import type { Variant } from './multivariant-playlist.ts';
import { parseMultivariantPlaylist } from './multivariant-playlist.ts';

export interface MultivariantSubject {
  readonly text: string;
  readonly variants: readonly Variant[];
}

/** What the segments of a variant were found to take. */
export interface MeasuredVariant {
  readonly variant: Variant;
  /** The peak segment bit rate. */
  readonly peakBps: number;
}

/** @throws PlaylistSyntaxError. */
export const multivariantSubject = (text: string): MultivariantSubject => ({ text, variants: parseMultivariantPlaylist(text) });

const KNOWN_TAGS = ['EXTM3U', 'EXT-X-VERSION', 'EXT-X-INDEPENDENT-SEGMENTS', 'EXT-X-MEDIA', 'EXT-X-STREAM-INF'];
/** H.264 as browsers want it written, and AAC. */
const CODECS_PATTERN = /^(?:avc1\.[0-9A-Fa-f]{6},)?mp4a\.40\.(?:2|5|29)$/;
/** A rate that is off by this much is still told right (Apple's authoring specification). */
const RATE_TOLERANCE = 1.1;

export const MULTIVARIANT_CHECKS: readonly Check<MultivariantSubject>[] = [
  {
    name: 'only tags that the house sends, and at least one variant',
    cites: '4.4.6',
    *find({ text, variants }) {
      for (const line of readLines(text))
        if (line.kind === 'tag' && !KNOWN_TAGS.includes(line.name)) yield `line ${line.line}: ${line.name}`;
      if (variants.length === 0) yield 'there is no variant';
    },
  },
  {
    name: 'segments are said to be independent',
    cites: '4.4.2.1',
    *find({ text }) {
      if (!text.includes('#EXT-X-INDEPENDENT-SEGMENTS\n')) yield 'EXT-X-INDEPENDENT-SEGMENTS is missing';
    },
  },
  {
    name: 'no address stands twice',
    cites: '4.4.6.2',
    *find({ variants }) {
      const uris = variants.map((variant) => variant.uri);
      for (const uri of new Set(uris.filter((one, index) => uris.indexOf(one) !== index))) yield uri;
    },
  },
  {
    name: 'CODECS names every format, as browsers write it',
    cites: '4.4.6.2, 6.2.4',
    *find({ variants }) {
      for (const { uri, codecs, height } of variants) {
        if (!CODECS_PATTERN.test(codecs) || codecs.startsWith('avc1') !== height > 0) yield `${uri}: ${codecs}`;
      }
    },
  },
  {
    name: 'a picture has its size and its frame rate',
    cites: '4.4.6.2',
    *find({ variants }) {
      for (const { uri, codecs, width, height, frameRate } of variants) {
        if (codecs.includes('avc1') && !(width > 0 && height > 0 && frameRate > 0)) yield `${uri}: ${width}x${height} at ${frameRate}`;
      }
    },
  },
  {
    name: 'AVERAGE-BANDWIDTH is there and at most BANDWIDTH',
    cites: '4.4.6.2',
    *find({ text, variants }) {
      for (const { uri, peakBps, averageBps } of variants) if (averageBps > peakBps) yield `${uri}: ${averageBps} > ${peakBps}`;
      for (const { line, attributes } of tagsOf(text, 'EXT-X-STREAM-INF'))
        if (attributes.integer('AVERAGE-BANDWIDTH') === undefined) yield `line ${line}: it is missing`;
    },
  },
  {
    name: 'CLOSED-CAPTIONS=NONE stands in every variant or in none',
    cites: '4.4.6.2',
    *find({ text }) {
      const variants = tagsOf(text, 'EXT-X-STREAM-INF');
      const without = variants.filter(({ attributes }) => attributes.wordOrQuoted('CLOSED-CAPTIONS') !== 'NONE');
      if (without.length > 0 && without.length < variants.length) for (const { line } of without) yield `line ${line}`;
    },
  },
  {
    name: 'CLOSED-CAPTIONS names a group of EXT-X-MEDIA',
    cites: '4.4.6.1, 4.4.6.2',
    *find({ text }) {
      const groups = tagsOf(text, 'EXT-X-MEDIA')
        .map(({ attributes }) => attributes)
        .filter(
          (one) => one.word('TYPE') === 'CLOSED-CAPTIONS' && one.quoted('INSTREAM-ID') !== undefined && one.quoted('NAME') !== undefined,
        )
        .map((one) => `"${one.quoted('GROUP-ID') ?? ''}"`);
      for (const { line, attributes } of tagsOf(text, 'EXT-X-STREAM-INF')) {
        const group = attributes.wordOrQuoted('CLOSED-CAPTIONS');
        if (group !== undefined && group !== 'NONE' && !groups.includes(group)) yield `line ${line}: ${group}`;
      }
    },
  },
];

/** Every tag of a name. @throws PlaylistSyntaxError when what it says is no attribute list. */
function tagsOf(text: string, name: string): readonly { readonly line: number; readonly attributes: Attributes }[] {
  return readLines(text).flatMap((line) =>
    line.kind === 'tag' && line.name === name ? [{ line: line.line, attributes: new Attributes(line.value, line.line) }] : [],
  );
}

export const RATE_CHECKS: readonly Check<MeasuredVariant>[] = [
  {
    name: 'no segment takes more than BANDWIDTH',
    cites: '4.4.6.2',
    *find({ variant, peakBps }) {
      if (peakBps > variant.peakBps * RATE_TOLERANCE) yield `${variant.uri}: ${peakBps} bit/s, promised ${variant.peakBps}`;
    },
  },
];
