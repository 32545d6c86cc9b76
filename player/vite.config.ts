import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { ICONS, ROOM_ICONS } from './view/icon-names.ts';
import { type DrawnElement, iconPath } from './view/icon-path.ts';

const LISTS: Readonly<Record<string, readonly string[]>> = { 'virtual:icons': ICONS, 'virtual:room-icons': ROOM_ICONS };

/** `virtual:icons` and `virtual:room-icons`: the shapes of the icons in use, taken from lucide at build; nothing of it is fetched by the page. */
function icons(): Plugin {
  return {
    name: 'plenary-icons',
    resolveId: (id) => (Object.hasOwn(LISTS, id) ? `\0${id}` : undefined),
    load(id) {
      const list = LISTS[id.slice(1)];
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

/** Every `import()` of a built page goes through a helper of vite's; ours does what this page needs of it, in a quarter of the bytes. */
function ownLoader(): Plugin {
  return {
    name: 'plenary-loader',
    enforce: 'pre',
    resolveId: (id) => (id === '\0vite/preload-helper.js' ? join(import.meta.dirname, 'load-with-styles.ts') : undefined),
  };
}

/** @returns what a catalogue's file begins with, by whose words they are: `words-room-` for `room/strings/de.json`, `words-card-` for `view/card-strings/de.json`. */
function catalogueOf(path: string): string {
  const [, folder, part = folder] = /(\w+)\/(?:(\w+)-)?strings\/\w+\.json$/.exec(path) ?? [];
  return part === undefined ? '' : `words-${part}-`;
}

export default defineConfig({
  root: import.meta.dirname,
  // Pages live under /watch/…, files under /assets/….
  base: '/',
  plugins: [icons(), ownLoader()],
  // One page, whatever NODE_ENV says where it is built.
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
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'page', tags: ['$initial'] }] },
        chunkFileNames: ({ facadeModuleId }) => `assets/${catalogueOf(facadeModuleId ?? '')}[name]-[hash].js`,
      },
    },
    // hls.js is large, alone in its chunk, and comes when it is needed.
    chunkSizeWarningLimit: 700,
  },
});
