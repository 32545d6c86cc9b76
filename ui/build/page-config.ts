/** What the builds of the watch page and of the studio have in common. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin, UserConfig } from 'vite';
import { type DrawnElement, iconPath } from '../icon-path.ts';

/**
 * Virtual modules with the shapes of the icons in use, taken from lucide at build; nothing of it is fetched by the page.
 *
 * @param lists module name (`virtual:icons`) to names in lucide.
 */
export function icons(lists: Readonly<Record<string, readonly string[]>>): Plugin {
  return {
    name: 'plenary-icons',
    resolveId: (id) => (Object.hasOwn(lists, id) ? `\0${id}` : undefined),
    load(id) {
      const list = lists[id.slice(1)];
      if (!id.startsWith('\0') || list === undefined) return undefined;
      const file = createRequire(import.meta.url).resolve('lucide-static/icon-nodes.json');
      const all: Readonly<Record<string, readonly DrawnElement[]>> = JSON.parse(readFileSync(file, 'utf8'));
      const used = list.map((icon) => {
        const drawing = all[icon];
        if (drawing === undefined) throw new Error(`lucide has no icon ${icon}`);
        return [icon, iconPath(drawing)];
      });
      return `export default ${JSON.stringify(Object.fromEntries(used))}`;
    },
  };
}

/** For browsers of the last two years; nothing inline, so that a strict policy takes it. */
export const PAGE = {
  // One page, whatever NODE_ENV says where it is built; its TSX is preact's.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    target: 'es2022',
    // light-dark() and friends as they are written.
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    assetsInlineLimit: 0,
    // What the page begins with is fetched at once; nothing loaded later has a second step that could be fetched ahead, but its styles.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) => (hostType === 'html' ? files : files.filter((file) => file.endsWith('.css'))),
    },
    reportCompressedSize: false,
    // What the page begins with is one file: one request, and one dictionary for gzip.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'page', tags: ['$initial'] }] } } },
  },
} satisfies UserConfig;
