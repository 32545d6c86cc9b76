/** Builds the watch page when its sources changed since the last build, and not otherwise. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const PLAYER = join(import.meta.dirname, '..');
const ROOT = join(PLAYER, '..');
const STAMP = 'built-from.txt';
const NOT_SOURCES = /^(?:dist$|README\.md$|build$|size-budget\.json$)|\.test\.tsx?$/;

/**
 * @returns the folder of the built page: `index.html`, to be sent for every `/watch/<stream>` and never cached, and
 * `assets/`, whose names carry a hash of their content, to be sent under `/assets/` and cached for ever.
 */
export async function ensurePlayerBuilt(): Promise<string> {
  const dist = join(PLAYER, 'dist');
  const wanted = await fingerprint();
  if ((await readOr(join(dist, STAMP), '')) === wanted) return dist;
  // vite is large: loaded only when there is something to build.
  const { build } = await import('vite');
  const next = join(ROOT, '.cache', `player-${process.pid}`);
  await build({ configFile: join(PLAYER, 'vite.config.ts'), logLevel: 'warn', build: { outDir: next, emptyOutDir: true } });
  await writeFile(join(next, STAMP), wanted);
  await rm(dist, { recursive: true, force: true });
  await rename(next, dist);
  return dist;
}

/** A hash over everything that the built page is made of. */
async function fingerprint(): Promise<string> {
  const sources = await sourcesIn(PLAYER);
  const outside = ['core/contracts/ids.ts', 'core/contracts/urls.ts', 'core/contracts/stream-status.ts', 'package-lock.json'].map((path) =>
    join(ROOT, path),
  );
  const room = await sourcesIn(join(ROOT, 'core/contracts/room'));
  const files = [...sources.sort(), ...room.sort(), ...outside];
  const bytes = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256');
  files.forEach((file, index) => hash.update(`${relative(ROOT, file)}\n`).update(bytes[index] ?? ''));
  return hash.digest('hex');
}

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter(({ name }) => !NOT_SOURCES.test(name))
      .map((entry) => (entry.isDirectory() ? sourcesIn(join(folder, entry.name)) : Promise.resolve([join(folder, entry.name)]))),
  );
  return found.flat();
}

async function readOr(path: string, otherwise: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return otherwise;
  }
}
