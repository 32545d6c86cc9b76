/** What is fetched later has the words that it says: the page's own, and those of the areas that it names. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { AREAS, CATALOGUES } from './words.ts';

const STUDIO = path.dirname(import.meta.dirname);
/** Names of fields and kinds, which are phrases of another area too. */
const OTHER_MEANING = new Set([
  'deliveries',
  'endsAt',
  'layout',
  'moderateQuestions',
  'redirect',
  'role',
  'server',
  'slot',
  'startsAt',
  'webhooks',
]);

const sources = new Map(
  globSync('**/*.{ts,tsx}', { cwd: STUDIO })
    .filter((file) => !/\.test\.|testing\//.test(file))
    .map((file) => [path.join(STUDIO, file), readFileSync(path.join(STUDIO, file), 'utf8')]),
);
const beside = (file: string, name: string): string => path.resolve(path.dirname(file), name);

/** Everything that comes with a file. */
function comesWith(file: string, found: Set<string> = new Set()): ReadonlySet<string> {
  const source = sources.get(file);
  if (source === undefined || found.has(file)) return found;
  found.add(file);
  for (const [, name = ''] of source.matchAll(/^(?:import|export) (?!type )[^;]*? from '(\.[^']+)'/gm))
    comesWith(beside(file, name), found);
  return found;
}

const parts = [...sources].flatMap(([file, source]) =>
  [...source.matchAll(/new LaterPart(?:<[^(]*>)?\(\s*\[([^\]]*)\][^']*?import\('([^']+)'\)/g)].map(([, areas = '', name = '']) => ({
    root: beside(file, name),
    areas: [...areas.matchAll(/'(\w+)'/g)].map(([, area = '']) => area),
  })),
);
const main = path.join(STUDIO, 'main.tsx');
const all = [{ root: main, areas: [] as string[] }, ...parts].map((part) => ({ ...part, name: path.relative(STUDIO, part.root) }));

it('knows every part that is fetched later', () => {
  expect(parts.length).toBe([...sources.values()].join('\n').split('new LaterPart').length - 1);
  expect(parts.length).toBeGreaterThan(8);
});

it.each(all)('$name says nothing else than the page’s words and $areas', async ({ root, areas }) => {
  const spoken = ['base', ...areas];
  const elsewhere = new Map<string, string>();
  for (const area of AREAS.filter((one) => !spoken.includes(one)))
    for (const phrase of Object.keys((await CATALOGUES[area].en()).default)) elsewhere.set(phrase, area);
  const withThePage = root === main ? new Set<string>() : comesWith(main);
  const files = [...comesWith(root)].filter((file) => !withThePage.has(file) && !file.endsWith('icon-names.ts'));
  expect(files.length).toBeGreaterThan(0);
  const said = files.flatMap((file) => [...(sources.get(file) ?? '').matchAll(/'([\w.]+)'/g)].map(([, text = '']) => text));
  expect(said.filter((text) => elsewhere.has(text) && !OTHER_MEANING.has(text)).map((text) => `${text} of ${elsewhere.get(text)}`)).toEqual(
    [],
  );
});
