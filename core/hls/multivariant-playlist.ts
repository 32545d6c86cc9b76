/** The multivariant playlist as a value, its text, and back (rfc8216bis 4.4.6.2). Pure. */
import { Attributes } from './attributes.ts';
import { PlaylistSyntaxError, readLines } from './lines.ts';

export interface Variant {
  readonly uri: string;
  /** RFC 6381. */
  readonly codecs: string;
  /** 0 x 0: sound only. */
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  readonly peakBps: number;
  readonly averageBps: number;
  /** Closed captions (CEA-608) come in its picture. */
  readonly captions?: boolean;
}

/** What the media playlists need (EXT-X-MAP). */
const VERSION = 6;

/** The group of EXT-X-MEDIA that captions are in: one channel, the first; its language is not told by anybody. */
const CAPTIONS = 'cc';
const CAPTIONS_MEDIA = `#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="${CAPTIONS}",NAME="CC1",INSTREAM-ID="CC1",DEFAULT=NO,AUTOSELECT=YES`;

/** Best first, as given. */
export function renderMultivariantPlaylist(variants: readonly Variant[]): string {
  const lines = ['#EXTM3U', `#EXT-X-VERSION:${VERSION}`, '#EXT-X-INDEPENDENT-SEGMENTS'];
  const hasCaptions = variants.some(({ captions }) => captions === true);
  if (hasCaptions) lines.push(CAPTIONS_MEDIA);
  for (const variant of variants) {
    const attributes = [`BANDWIDTH=${variant.peakBps}`, `AVERAGE-BANDWIDTH=${variant.averageBps}`, `CODECS="${variant.codecs}"`];
    if (variant.height > 0) attributes.push(`RESOLUTION=${variant.width}x${variant.height}`, `FRAME-RATE=${variant.frameRate.toFixed(3)}`);
    // NONE has to stand in every variant or in none (4.4.6.2)
    if (!hasCaptions) attributes.push('CLOSED-CAPTIONS=NONE');
    else if (variant.captions === true) attributes.push(`CLOSED-CAPTIONS="${CAPTIONS}"`);
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, variant.uri);
  }
  return `${lines.join('\n')}\n`;
}

/** The variants in their order. @throws PlaylistSyntaxError. */
export function parseMultivariantPlaylist(text: string): readonly Variant[] {
  const variants: Variant[] = [];
  let waiting: Omit<Variant, 'uri'> | undefined;
  for (const line of readLines(text)) {
    if (line.kind === 'tag') {
      if (waiting !== undefined) throw new PlaylistSyntaxError(line.line, 'EXT-X-STREAM-INF is not followed by its URI');
      if (line.name === 'EXT-X-STREAM-INF') waiting = parseStreamInf(line.value, line.line);
      continue;
    }
    if (waiting === undefined) throw new PlaylistSyntaxError(line.line, 'a URI without EXT-X-STREAM-INF');
    variants.push({ ...waiting, uri: line.uri });
    waiting = undefined;
  }
  if (waiting !== undefined) throw new PlaylistSyntaxError(text.split('\n').length, 'EXT-X-STREAM-INF is not followed by its URI');
  return variants;
}

function parseStreamInf(value: string, line: number): Omit<Variant, 'uri'> {
  const attributes = new Attributes(value, line);
  const resolution = attributes.resolution('RESOLUTION');
  const peakBps = attributes.required('BANDWIDTH', attributes.integer('BANDWIDTH'));
  return {
    codecs: attributes.required('CODECS', attributes.quoted('CODECS')),
    width: resolution?.width ?? 0,
    height: resolution?.height ?? 0,
    frameRate: attributes.decimal('FRAME-RATE') ?? 0,
    peakBps,
    averageBps: attributes.integer('AVERAGE-BANDWIDTH') ?? peakBps,
    ...(attributes.wordOrQuoted('CLOSED-CAPTIONS') === `"${CAPTIONS}"` ? { captions: true } : {}),
  };
}
