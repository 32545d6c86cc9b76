import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** A file of the page, as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly bytes: Buffer;
  /** Undefined for what is packed already. */
  readonly gzipped: Buffer | undefined;
}

const TYPES: Readonly<Record<string, { readonly type: string; readonly isPacked: boolean }>> = {
  '.html': { type: 'text/html; charset=utf-8', isPacked: false },
  '.js': { type: 'text/javascript; charset=utf-8', isPacked: false },
  '.css': { type: 'text/css; charset=utf-8', isPacked: false },
  '.json': { type: 'application/json; charset=utf-8', isPacked: false },
  '.svg': { type: 'image/svg+xml', isPacked: false },
  '.png': { type: 'image/png', isPacked: true },
  '.woff2': { type: 'font/woff2', isPacked: true },
};

/** The built page in memory: each file is read and packed once, when it is first asked for. A new build needs a new start. */
export class PageFiles {
  readonly #folder: string;
  readonly #files = new Map<string, Promise<PageFile>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `name` is relative to the folder and must not come from a request unchecked. @throws what the system says when it is not there. */
  read(name: string): Promise<PageFile> {
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const reading = this.#load(name);
    this.#files.set(name, reading);
    // what is not there is not remembered
    reading.catch(() => this.#files.delete(name));
    return reading;
  }

  async #load(name: string): Promise<PageFile> {
    const { type, isPacked } = TYPES[path.extname(name)] ?? { type: 'application/octet-stream', isPacked: true };
    const bytes = await readFile(path.join(this.#folder, name));
    const etag = `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    return { type, etag, bytes, gzipped: isPacked ? undefined : await compress(bytes) };
  }
}
