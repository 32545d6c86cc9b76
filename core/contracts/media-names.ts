/**
 * Names of media objects, in URLs and in the object store. Made from numbers and from a random prefix only, never from
 * what somebody typed, and read back with one pattern.
 */
import type { Msn } from './ids.ts';
import { asMsn } from './ids.ts';

export type MediaName =
  | { readonly kind: 'init'; readonly prefix: string; readonly run: number }
  | { readonly kind: 'segment'; readonly prefix: string; readonly msn: Msn }
  | { readonly kind: 'part'; readonly prefix: string; readonly msn: Msn; readonly part: number };

/** No leading zeros: one object has one name, so a cache keeps it once. */
const NUMBER = String.raw`(0|[1-9]\d{0,14})`;
const PATTERN = new RegExp(String.raw`^([A-Za-z0-9]{8,32})-(?:i${NUMBER}\.mp4|s${NUMBER}\.m4s|p${NUMBER}\.${NUMBER}\.m4s)$`);

/** What a name prefix must look like. */
export const NAME_PREFIX_PATTERN = /^[A-Za-z0-9]{8,32}$/;

export function initName(prefix: string, run: number): string {
  return `${prefix}-i${run}.mp4`;
}

export function segmentName(prefix: string, msn: Msn): string {
  return `${prefix}-s${msn}.m4s`;
}

export function partName(prefix: string, msn: Msn, part: number): string {
  return `${prefix}-p${msn}.${part}.m4s`;
}

/** @returns what the name says, or undefined when it is not one of ours. */
export function parseMediaName(name: string): MediaName | undefined {
  const match = PATTERN.exec(name);
  if (match === null) return undefined;
  const [, prefix = '', run, segment, partMsn, part] = match;
  if (run !== undefined) return { kind: 'init', prefix, run: Number(run) };
  if (segment !== undefined) return { kind: 'segment', prefix, msn: asMsn(Number(segment)) };
  return { kind: 'part', prefix, msn: asMsn(Number(partMsn)), part: Number(part) };
}
