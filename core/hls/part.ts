/** EXT-X-PART (rfc8216bis 4.4.4.9) and EXT-X-PRELOAD-HINT (4.4.5.3). Pure. */
import { Attributes } from './attributes.ts';
import { secondsText, ticksOfSeconds } from './durations.ts';

export interface PlaylistPart {
  readonly uri: string;
  readonly durationTicks: number;
  readonly independent: boolean;
}

export function renderPart(part: PlaylistPart): string {
  return `#EXT-X-PART:DURATION=${secondsText(part.durationTicks)},URI="${part.uri}"${part.independent ? ',INDEPENDENT=YES' : ''}`;
}

/** @throws PlaylistSyntaxError. */
export function parsePart(value: string, line: number): PlaylistPart {
  const attributes = new Attributes(value, line);
  return {
    uri: attributes.required('URI', attributes.quoted('URI')),
    durationTicks: ticksOfSeconds(attributes.required('DURATION', attributes.decimal('DURATION'))),
    independent: attributes.word('INDEPENDENT') === 'YES',
  };
}

/** `uri` is the part that comes next. */
export function renderPreloadHint(uri: string): string {
  return `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${uri}"`;
}

/** @returns the URI of a hinted part; undefined for a hint of another type. @throws PlaylistSyntaxError. */
export function parsePreloadHint(value: string, line: number): string | undefined {
  const attributes = new Attributes(value, line);
  const uri = attributes.required('URI', attributes.quoted('URI'));
  return attributes.required('TYPE', attributes.word('TYPE')) === 'PART' ? uri : undefined;
}
