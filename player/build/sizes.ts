/** What the built page weighs: bytes after `gzip -9`, by what a viewer fetches when. Fonts and pictures are not counted. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** In bytes; the names are those of `size-budget.json`. */
export interface PageSizes {
  /** Everything that runs before the page is there, and its heaviest language. */
  readonly script: number;
  /** The page's sheet. */
  readonly style: number;
  /** hls.js with what is ours around it, beside what the page has already. */
  readonly hls: number;
  /** Script, sheet and heaviest language of the room, beside what the page has already. */
  readonly room: number;
  /** The same of the event's own surfaces: its entrance and its waiting room. */
  readonly event: number;
}

/**
 * @param dist what `ensurePlayerBuilt` gave.
 * @throws when the page is not made of what it is said to be made of: one script and one sheet, the parts that come later by their names.
 */
export function pageSizes(dist: string): PageSizes {
  const built = new BuiltPage(dist);
  const core = built.withImports(built.entry);
  const beside = (name: string): readonly string[] => {
    const chunk = built.chunk(name);
    if (core.has(chunk)) throw new Error(`${name} comes with the page and should come later`);
    return [...built.withImports(chunk)].filter((file) => !core.has(file));
  };
  return {
    script: built.total(core) + built.heaviestWords('view'),
    style: built.total([built.sheet]),
    hls: built.total(beside('source-hls')),
    room: built.total([...beside('room'), ...built.sheetsOf('room')]) + built.heaviestWords('room'),
    event: built.total([...beside('event'), ...built.sheetsOf('event')]) + built.heaviestWords('event'),
  };
}

class BuiltPage {
  readonly #dist: string;
  readonly #assets: readonly string[];
  readonly #html: string;

  constructor(dist: string) {
    this.#dist = dist;
    this.#assets = readdirSync(join(dist, 'assets'));
    this.#html = readFileSync(join(dist, 'index.html'), 'utf8');
  }

  get entry(): string {
    return this.#only(/<script[^>]+src="\/assets\/([^"]+)"/g, 'script');
  }

  get sheet(): string {
    return this.#only(/<link[^>]+href="\/assets\/([^"]+\.css)"/g, 'sheet');
  }

  chunk(name: string): string {
    const found = this.#assets.find((file) => file.startsWith(`${name}-`) && file.endsWith('.js'));
    if (found === undefined) throw new Error(`there is no chunk ${name}`);
    return found;
  }

  sheetsOf(name: string): readonly string[] {
    return this.#assets.filter((file) => file.startsWith(`${name}-`) && file.endsWith('.css'));
  }

  /** @param whose the part of the page that says it: `view`, `room`. */
  heaviestWords(whose: string): number {
    const catalogues = this.#assets.filter((file) => file.startsWith(`words-${whose}-`));
    if (catalogues.length === 0) throw new Error(`there are no words for ${whose}`);
    return Math.max(...catalogues.map((file) => this.total([file])));
  }

  /** The file and whatever it imports before it runs; what it imports later is not counted. */
  withImports(file: string, found: Set<string> = new Set()): ReadonlySet<string> {
    if (found.has(file)) return found;
    found.add(file);
    for (const [, name] of this.#read(file)
      .toString('utf8')
      .matchAll(/(?:from|^import|[;}]import)\s*"\.\/([\w.-]+\.js)"/g))
      if (name !== undefined) this.withImports(name, found);
    return found;
  }

  total(files: Iterable<string>): number {
    return [...files].reduce((sum, file) => sum + gzipSync(this.#read(file), { level: 9 }).length, 0);
  }

  #read(file: string): Buffer {
    return readFileSync(join(this.#dist, 'assets', file));
  }

  #only(pattern: RegExp, what: string): string {
    const [first, ...others] = [...this.#html.matchAll(pattern)].flatMap(([, file]) => file ?? []);
    if (first === undefined || others.length > 0) throw new Error(`the page should begin with one ${what}`);
    return first;
  }
}
