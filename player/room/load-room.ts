/** The room comes after the picture: its code is fetched when the first frame is there and the page has nothing more urgent to do. */
import { effect } from '@preact/signals';
import type { VNode } from 'preact';
import type { Engine } from '../playback/engine.ts';
import { lazily } from '../playback/lazily.ts';
import type { Attendance } from '../state/attendance.ts';
import type { PageFacts } from '../state/page-facts.ts';

/** Nobody waits longer for a picture, which may not have begun, */
const PICTURE_MS = 1_200;
/** nor for a page that has always something to do. */
const IDLE_MS = 1_000;
/** A server that is away just now is asked again; the picture plays on meanwhile. */
const AGAIN_MS = { first: 1_000, most: 15_000 } as const;

const roomCode = lazily(() => import('./room.tsx'));

/** @returns the panel; undefined where there is no room: then the picture has the page to itself. */
export async function loadRoom(attendance: Attendance, page: PageFacts): Promise<VNode | undefined> {
  await quietMoment(page.engine);
  for (let againMs: number = AGAIN_MS.first; ; againMs = Math.min(AGAIN_MS.most, againMs * 2)) {
    try {
      const { openRoom } = await roomCode();
      return await openRoom({ attendance, page });
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, againMs);
      });
    }
  }
}

/** When the picture is there, or does not come, and the page has nothing more urgent to do. */
export async function quietMoment(engine: Engine): Promise<void> {
  await firstFrame(engine);
  await idle();
}

function firstFrame(engine: Engine): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PICTURE_MS);
    const stop = effect(() => {
      if (!engine.facts.started.value) return;
      clearTimeout(timer);
      // the effect has not been handed out yet when it runs for the first time
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: IDLE_MS });
    else setTimeout(resolve, IDLE_MS / 4);
  });
}
