/** The multivariant playlist as a value, and its text. Pure. */

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
}

/** Best first, as given. */
export function renderMultivariantPlaylist(variants: readonly Variant[]): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const variant of variants) {
    const attributes = [`BANDWIDTH=${variant.peakBps}`, `AVERAGE-BANDWIDTH=${variant.averageBps}`, `CODECS="${variant.codecs}"`];
    if (variant.height > 0) {
      attributes.push(
        `RESOLUTION=${variant.width}x${variant.height}`,
        `FRAME-RATE=${variant.frameRate.toFixed(3)}`,
        'CLOSED-CAPTIONS=NONE',
      );
    }
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, variant.uri);
  }
  return `${lines.join('\n')}\n`;
}
