/** A built page as files to weigh: what it begins with, what comes later, and bytes after `gzip -9` of each. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Names are those of the files in `assets/`. */
export class BuiltPage {
  readonly #dist: string;
  readonly #html: string;
  readonly files: readonly string[];

  /** @param dist what `ensureBuilt` gave. */
  constructor(dist: string) {
    this.#dist = dist;
    this.files = readdirSync(join(dist, 'assets'));
    this.#html = readFileSync(join(dist, 'index.html'), 'utf8');
  }

  /** What the page begins with, and whatever that imports before it runs. @throws when it does not begin with one script. */
  get core(): ReadonlySet<string> {
    return this.#withImports(this.#only(/<script[^>]+src="[^"]*\/assets\/([^"]+)"/g, 'script'));
  }

  /** @throws when the page does not begin with one sheet. */
  get sheet(): string {
    return this.#only(/<link[^>]+href="[^"]*\/assets\/([^"]+\.css)"/g, 'sheet');
  }

  /** The part that comes later by that name, with its imports, beside what the page has already. @throws when it comes with the page, or not at all. */
  beside(name: string): readonly string[] {
    const { core } = this;
    const chunk = this.files.find((file) => file.startsWith(`${name}-`) && file.endsWith('.js'));
    if (chunk === undefined) throw new Error(`there is no chunk ${name}`);
    if (core.has(chunk)) throw new Error(`${name} comes with the page and should come later`);
    return [...this.#withImports(chunk)].filter((file) => !core.has(file));
  }

  sheetsOf(name: string): readonly string[] {
    return this.files.filter((file) => file.startsWith(`${name}-`) && file.endsWith('.css'));
  }

  /** Bytes after `gzip -9`. */
  total(files: Iterable<string>): number {
    return [...files].reduce((sum, file) => sum + gzipSync(this.#read(file), { level: 9 }).length, 0);
  }

  /** What in it is from elsewhere, or inline where a strict policy would refuse it; a line each. */
  looseEnds(): readonly string[] {
    const markup = /(?:src|href)="(?!\/(?:studio\/)?assets\/|data:)[^"]*"|<script(?![^>]+src=)|<style|\son\w+=|style="/g;
    const styles = this.files.filter((file) => file.endsWith('.css'));
    return [
      ...[...this.#html.matchAll(markup)].map(([found]) => `index.html: ${found}`),
      ...styles.flatMap((file) =>
        [
          ...this.#read(file)
            .toString('utf8')
            .matchAll(/url\((?!"?\/(?:studio\/)?assets\/)[^)]*/g),
        ].map(([found]) => `${file}: ${found}`),
      ),
    ];
  }

  #withImports(file: string, found: Set<string> = new Set()): ReadonlySet<string> {
    if (found.has(file)) return found;
    found.add(file);
    const imports = /(?:from|^import|[;}]import)\s*"\.\/([\w.-]+\.js)"/g;
    for (const [, name] of this.#read(file).toString('utf8').matchAll(imports)) if (name !== undefined) this.#withImports(name, found);
    return found;
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
