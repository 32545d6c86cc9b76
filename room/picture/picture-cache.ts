/** Pictures in memory, as long as there is room: everybody who comes to an event asks for the same two, and the database is asked once. */
import type { PictureType } from './picture.ts';

/** A picture as it is served. */
export interface StoredPicture {
  readonly type: PictureType;
  readonly bytes: Uint8Array;
}

type Find = (id: string) => Promise<StoredPicture | undefined>;

export class PictureCache {
  readonly #find: Find;
  readonly #maxBytes: number;
  readonly #kept = new Map<string, StoredPicture>();
  readonly #asked = new Map<string, Promise<StoredPicture | undefined>>();
  #bytes = 0;

  /** @param find reads one; what its bytes are never changes. @param maxBytes of all that are kept. */
  constructor(find: Find, maxBytes: number) {
    this.#find = find;
    this.#maxBytes = maxBytes;
  }

  /** undefined: there is none. @throws what `find` throws. */
  async get(id: string): Promise<StoredPicture | undefined> {
    const kept = this.#kept.get(id);
    if (kept !== undefined) return kept;
    return this.#asked.get(id) ?? this.#ask(id);
  }

  #ask(id: string): Promise<StoredPicture | undefined> {
    const asked = this.#find(id)
      .then((picture) => {
        if (picture !== undefined) this.#keep(id, picture);
        return picture;
      })
      .finally(() => this.#asked.delete(id));
    this.#asked.set(id, asked);
    return asked;
  }

  /** The oldest go first. */
  #keep(id: string, picture: StoredPicture): void {
    this.#kept.set(id, picture);
    this.#bytes += picture.bytes.length;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= bytes.length;
    }
  }
}
