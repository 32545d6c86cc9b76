/** The room comes after the picture: its code is fetched when the page has nothing more urgent to do. */
import type { VNode } from 'preact';
import type { Engine } from '../playback/engine.ts';

/** At the latest. */
const IDLE_MS = 2_000;

/** @returns the panel; undefined where there is no room: then the picture has the page to itself. */
export async function loadRoom(slug: string, language: string, engine: Engine): Promise<VNode | undefined> {
  await idle();
  try {
    const { openRoom } = await import('./room.tsx');
    return await openRoom({ slug, language, engine });
  } catch {
    // The file cannot be fetched just now: the picture plays on.
    return undefined;
  }
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: IDLE_MS });
    else setTimeout(resolve, IDLE_MS / 4);
  });
}
