/** Streams that a real ffmpeg wrote (testing/fixtures), for tests. */
import { readFileSync } from 'node:fs';
import { FlvReader } from '../../core/flv/flv-reader.ts';
import type { SourceEvent } from '../flv/flv-source.ts';
import { FlvSource } from '../flv/flv-source.ts';

/** The bytes of a recorded stream. */
export function recordedBytes(name: 'presenter' | 'rung'): Buffer {
  return readFileSync(new URL(`./fixtures/${name}.flv`, import.meta.url));
}

/** FLV in pieces, as source events. */
export function readEvents(chunks: readonly Uint8Array[]): readonly SourceEvent[] {
  const reader = new FlvReader();
  const source = new FlvSource();
  return chunks.flatMap((chunk) => [...reader.push(chunk)].flatMap((tag) => source.read(tag)));
}

/** Bytes in pieces of random lengths, some of them empty. */
export function cutAnywhere(bytes: Buffer, random: () => number): readonly Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const length = Math.floor(random() ** 4 * 5_000);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}
