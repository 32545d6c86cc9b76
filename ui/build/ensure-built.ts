/** Builds a page when its sources changed since the last build, and not otherwise. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const STAMP = 'built-from.txt';
const NOT_SOURCES = /^(?:dist$|README\.md$|size-budget\.json$)|\.test\.tsx?$/;

/**
 * @param page the folder of the page, from the repository's root: `player`, `studio`. It has a `vite.config.ts`.
 * @param madeOf files and folders outside of it that the page is made of too, from the repository's root.
 * @returns the folder of the built page: `index.html`, never to be cached, and `assets/`, whose names carry a hash of their content, to be cached for ever.
 */
export async function ensureBuilt(page: string, madeOf: readonly string[]): Promise<string> {
  const folder = join(ROOT, page);
  const dist = join(folder, 'dist');
  const wanted = await fingerprint([folder, ...[...madeOf, 'ui', 'package-lock.json'].map((path) => join(ROOT, path))]);
  const isThere = async (): Promise<boolean> => (await readOr(join(dist, STAMP), '')) === wanted;
  if (await isThere()) return dist;
  // vite is large: loaded only when there is something to build.
  const { build } = await import('vite');
  const [next, last] = ['next', 'last'].map((what) => join(ROOT, '.cache', `${page}-${what}-${process.pid}`)) as [string, string];
  await build({ configFile: join(folder, 'vite.config.ts'), logLevel: 'warn', build: { outDir: next, emptyOutDir: true } });
  await writeFile(join(next, STAMP), wanted);
  try {
    // another process may have been as quick: whoever is served from what it made keeps that
    if (!(await isThere())) {
      await rename(dist, last).catch(unlessMissing);
      await rename(next, dist);
    }
  } catch (error) {
    if (!(await isThere())) throw error;
  } finally {
    await Promise.all([next, last].map((folder) => rm(folder, { recursive: true, force: true })));
  }
  return dist;
}

/** A hash over everything that the built page is made of. */
async function fingerprint(paths: readonly string[]): Promise<string> {
  const files = (await Promise.all(paths.map(sourcesOf))).flat().sort();
  const bytes = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256');
  files.forEach((file, index) => hash.update(`${relative(ROOT, file)}\n`).update(bytes[index] ?? ''));
  return hash.digest('hex');
}

async function sourcesOf(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => !NOT_SOURCES.test(name));
  return (await Promise.all(names.map((name) => sourcesOf(join(path, name))))).flat();
}

function unlessMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

async function readOr(path: string, otherwise: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return otherwise;
  }
}
