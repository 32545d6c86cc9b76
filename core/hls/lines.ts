/** A playlist's text as its tags and URIs (rfc8216bis 4.1). Pure. */

export type PlaylistLine =
  | { readonly kind: 'tag'; readonly name: string; readonly value: string; readonly line: number }
  | { readonly kind: 'uri'; readonly uri: string; readonly line: number };

/** What cannot be read as a playlist; `line` counts from 1. */
export class PlaylistSyntaxError extends Error {
  readonly line: number;

  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`);
    this.name = 'PlaylistSyntaxError';
    this.line = line;
  }
}

const TAG_PATTERN = /^#(EXT[A-Z0-9-]*)(?::(.*))?$/;

/** The lines that mean something, in order; blank lines and comments are left out. @throws PlaylistSyntaxError. */
export function readLines(text: string): readonly PlaylistLine[] {
  const lines: PlaylistLine[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const content = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line === 1 && content !== '#EXTM3U') throw new PlaylistSyntaxError(1, 'a playlist begins with #EXTM3U');
    if (content === '') continue;
    if (content.trim() !== content) throw new PlaylistSyntaxError(line, 'white space around a line');
    if (!content.startsWith('#')) {
      lines.push({ kind: 'uri', uri: content, line });
    } else if (content.startsWith('#EXT')) {
      const match = TAG_PATTERN.exec(content);
      if (match === null) throw new PlaylistSyntaxError(line, `not a tag: ${content}`);
      lines.push({ kind: 'tag', name: match[1] ?? '', value: match[2] ?? '', line });
    }
  }
  return lines;
}
