import { access, glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');
const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
/** A path of the repository in backticks, from its root: what a reader would try to open. */
const NAMED =
  /`((?:core|ingest|transcoder|origin|room|player|studio|presenter|command|infra|loadtests|e2e|docs|scripts)\/[\w./-]+\.(?:ts|md|sh|json))`/g;

const files: string[] = [];
for await (const file of glob('**/*.md', {
  cwd: ROOT,
  exclude: (name) => ['node_modules', 'data', '.cache', '.git'].includes(path.basename(name)),
})) {
  files.push(file);
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** What an anchor to a heading is called on the pages that people read this on. */
function anchors(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

async function brokenLinks(file: string): Promise<readonly string[]> {
  const text = await readFile(path.join(ROOT, file), 'utf8');
  const broken: string[] = [];
  for (const [, link = ''] of text.matchAll(LINK)) {
    if (/^[a-z]+:/.test(link)) continue;
    const [target = '', anchor] = link.split('#');
    const to = target === '' ? file : path.join(path.dirname(file), decodeURIComponent(target));
    if (!(await isThere(path.join(ROOT, to)))) broken.push(link);
    else if (anchor !== undefined && to.endsWith('.md') && !anchors(await readFile(path.join(ROOT, to), 'utf8')).includes(anchor))
      broken.push(link);
  }
  for (const [, named = ''] of text.matchAll(NAMED)) {
    const places = [path.join(ROOT, named), path.join(ROOT, path.dirname(file), named)];
    if (!(await Promise.all(places.map(isThere))).includes(true)) broken.push(named);
  }
  return broken;
}

describe('every link and every named file leads somewhere', () => {
  it('there are documents to look at', () => {
    expect(files.length).toBeGreaterThan(10);
  });
  for (const file of files.sort()) {
    it(file, async () => {
      expect(await brokenLinks(file)).toEqual([]);
    });
  }
});
