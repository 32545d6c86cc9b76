import { ensureBuilt } from '../../ui/build/ensure-built.ts';

/** @returns the folder of the built watch page: `index.html` for every `/watch/<stream>`, and `assets/` under `/assets/`. */
export function ensurePlayerBuilt(): Promise<string> {
  const contracts = ['ids.ts', 'urls.ts', 'stream-status.ts', 'embed-refusal.ts', 'room'].map((name) => `core/contracts/${name}`);
  return ensureBuilt('player', contracts);
}
