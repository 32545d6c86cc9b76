import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, minify, type Plugin, transformWithOxc } from 'vite';
import { EMBED_REFUSAL } from '../core/contracts/embed-refusal.ts';
import { icons, PAGE } from '../ui/build/page-config.ts';
import { EVENT_ICONS, ICONS, ROOM_ICONS } from './view/icon-names.ts';

/** Every `import()` of a built page goes through a helper of vite's; ours does what this page needs of it, in a quarter of the bytes. */
function ownLoader(): Plugin {
  return {
    name: 'plenary-loader',
    enforce: 'pre',
    resolveId: (id) => (id === '\0vite/preload-helper.js' ? join(import.meta.dirname, 'load-with-styles.ts') : undefined),
  };
}

/** `embed.js`: a file by itself, for pages of others; the only thing that it imports stands in it. */
function embedScript(): Plugin {
  return {
    name: 'plenary-embed',
    async generateBundle() {
      const file = join(import.meta.dirname, 'embed/plenary-stage.ts');
      const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file, { target: 'es2022', sourcemap: false });
      const whole = code.replace(/^import \{ EMBED_REFUSAL \}.*$/m, `const EMBED_REFUSAL = ${JSON.stringify(EMBED_REFUSAL)};`);
      const small = await minify(file, whole, { module: true });
      this.emitFile({ type: 'asset', fileName: 'embed.js', source: small.code });
    },
  };
}

/** @returns what a catalogue's file begins with, by whose words they are: `words-room-` for `room/strings/de.json`, `words-card-` for `view/card-strings/de.json`. */
function catalogueOf(path: string): string {
  const [, folder, part = folder] = /(\w+)\/(?:(\w+)-)?strings\/\w+\.json$/.exec(path) ?? [];
  return part === undefined ? '' : `words-${part}-`;
}

/** hls.js is fetched beside the page's script instead of by it. A browser that plays by itself fetches it for nothing; those are few, and old. */
function hlsAhead(): Plugin {
  return {
    name: 'plenary-hls-ahead',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) =>
        Object.values(bundle)
          .filter((file) => file.type === 'chunk' && file.name === 'source-hls')
          .map(({ fileName }) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}` },
            injectTo: 'head',
          })),
    },
  };
}

export default defineConfig({
  ...PAGE,
  root: import.meta.dirname,
  // Pages live under /watch/…, files under /assets/….
  base: '/',
  plugins: [
    icons({ 'virtual:icons': ICONS, 'virtual:room-icons': ROOM_ICONS, 'virtual:event-icons': EVENT_ICONS }),
    ownLoader(),
    embedScript(),
    hlsAhead(),
  ],
  build: {
    ...PAGE.build,
    rolldownOptions: {
      output: {
        ...PAGE.build.rolldownOptions.output,
        chunkFileNames: ({ facadeModuleId }) => `assets/${catalogueOf(facadeModuleId ?? '')}[name]-[hash].js`,
      },
    },
    // hls.js is large, alone in its chunk, and comes when it is needed.
    chunkSizeWarningLimit: 700,
  },
});
