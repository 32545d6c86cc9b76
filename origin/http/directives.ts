/** Delivery directives in a playlist's query (rfc8216bis 6.2.5). Pure. */
import { BadDirective } from '../errors.ts';

export interface Directives {
  readonly msn: number | undefined;
  readonly part: number | undefined;
  /** `_HLS_skip`: `v2` also leaves out date ranges, of which there are none. */
  readonly form: 'whole' | 'delta';
}

/** Other parameters mean nothing here. @throws BadDirective for a number that is none, or a part without its segment. */
export function readDirectives(query: unknown): Directives {
  const { _HLS_msn: msn, _HLS_part: part, _HLS_skip: skip } = query as Record<string, unknown>;
  const directives = { msn: readNumber('_HLS_msn', msn), part: readNumber('_HLS_part', part) };
  if (directives.part !== undefined && directives.msn === undefined) throw new BadDirective({ reason: '_HLS_part needs _HLS_msn' });
  return { ...directives, form: skip === 'YES' || skip === 'v2' ? 'delta' : 'whole' };
}

function readNumber(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) throw new BadDirective({ reason: `${name} is not a whole number` });
  return Number(value);
}
