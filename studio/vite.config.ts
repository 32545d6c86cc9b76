import { defineConfig } from 'vite';
import { icons, PAGE } from '../ui/build/page-config.ts';
import { ICONS } from './parts/icon-names.ts';

export default defineConfig({
  ...PAGE,
  root: import.meta.dirname,
  // Everything of the studio lives below it, files under /studio/assets/….
  base: '/studio/',
  plugins: [icons({ 'virtual:icons': ICONS })],
});
