/** Fixtures by name. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MediaPlaylist } from '../media-playlist.ts';
import { parseMediaPlaylist } from '../media-playlist-parse.ts';

export const fixture = (name: string): string => readFileSync(path.join(import.meta.dirname, '../fixtures', `${name}.m3u8`), 'utf8');
export const mediaFixture = (name: string): MediaPlaylist => parseMediaPlaylist(fixture(name));

/** The same list with one element changed; a negative index counts from the end. */
export function changed<T>(list: readonly T[], index: number, change: Partial<T>): readonly T[] {
  const at = index < 0 ? list.length + index : index;
  return list.map((one, other) => (other === at ? { ...one, ...change } : one));
}
