import { defineConfig } from 'vite';
import { icons, PAGE } from '../ui/build/page-config.ts';
import { ICONS } from './parts/icon-names.ts';

export default defineConfig({
  ...PAGE,
  root: import.meta.dirname,
  // Everything of the studio lives below it, files under /studio/assets/….
  base: '/studio/',
  plugins: [icons({ 'virtual:icons': ICONS })],
  build: {
    ...PAGE.build,
    rolldownOptions: {
      output: {
        ...PAGE.build.rolldownOptions.output,
        // a catalogue is called by its area and its language
        chunkFileNames: ({ facadeModuleId }) => {
          const [, area, language] = /\/words\/(\w+)\/(\w+)\.json$/.exec(facadeModuleId ?? '') ?? [];
          return area === undefined ? 'assets/[name]-[hash].js' : `assets/words-${area}-${language}-[hash].js`;
        },
      },
    },
  },
});
