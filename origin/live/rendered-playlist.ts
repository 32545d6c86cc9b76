import { gzipSync } from 'node:zlib';

/** Level 4 packs a playlist nearly as well as 9 in a third of the time. */
const GZIP_LEVEL = 4;

/**
 * One version of a playlist in the forms it is sent in: made once, shared by everybody. A live playlist is a few kilobytes: packing it
 * takes less time than handing it to another thread and back.
 */
export class RenderedPlaylist {
  readonly plain: Buffer;
  /** Names the version: another text has another one. */
  readonly etag: string;
  #gzipped: Buffer | undefined;

  constructor(text: string, etag: string) {
    this.plain = Buffer.from(text);
    this.etag = etag;
  }

  get gzipped(): Buffer {
    this.#gzipped ??= gzipSync(this.plain, { level: GZIP_LEVEL });
    return this.#gzipped;
  }
}
