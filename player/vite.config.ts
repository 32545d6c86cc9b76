import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig, type Plugin } from 'vite';
import { ICONS, ROOM_ICONS } from './view/icon-names.ts';

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
      const all: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
      const used = list.map((icon) => {
        if (all[icon] === undefined) throw new Error(`lucide has no icon ${icon}`);
        return [icon, all[icon]];
      });
      return `export default ${JSON.stringify(Object.fromEntries(used))}`;
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  // Pages live under /watch/…, files under /assets/….
  base: '/',
  plugins: [icons()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
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
    // hls.js is large, alone in its chunk, and comes when it is needed.
    chunkSizeWarningLimit: 700,
  },
});
