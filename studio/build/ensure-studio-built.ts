import { ensureBuilt } from '../../ui/build/ensure-built.ts';

/** @returns the folder of the built studio: `index.html` for everything below `/studio/`, and `assets/` under `/studio/assets/`. */
export function ensureStudioBuilt(): Promise<string> {
  return ensureBuilt('studio', ['core/contracts', 'player/playback', 'player/state/media-pass.ts']);
}
