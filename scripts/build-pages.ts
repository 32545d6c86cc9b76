/** Builds the pages once before tests that run beside each other each ask for them. */
import { ensurePlayerBuilt } from '../player/build/ensure-player-built.ts';
import { ensureStudioBuilt } from '../studio/build/ensure-studio-built.ts';

await ensurePlayerBuilt();
await ensureStudioBuilt();
