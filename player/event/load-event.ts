/** The event's own surfaces come when they are needed: at once where there is no picture, else when the picture is there and the page idle. */
import { effect } from '@preact/signals';
import { lazily } from '../playback/lazily.ts';
import { quietMoment } from '../room/load-room.ts';
import type { Attendance } from '../state/attendance.ts';
import type { EventSurfaces, PageFacts } from '../state/page-facts.ts';

const AGAIN_MS = 5_000;
const get = lazily(() => import('./event.tsx'));

/** @returns undefined where nothing is known of the event but its stream. Without the server it goes on trying. */
export async function loadEvent(attendance: Attendance, page: PageFacts): Promise<EventSurfaces | undefined> {
  await Promise.race([pictureless(page), quietMoment(page.engine)]);
  for (;;) {
    try {
      return await (await get()).openEvent(attendance, page);
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, AGAIN_MS * (0.5 + Math.random()));
      });
    }
  }
}

/** Until the page has something else to show than a picture. */
function pictureless({ state }: PageFacts): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (state.value.kind !== 'waiting' && state.value.kind !== 'ended') return;
      // the effect has not been handed out yet when it runs for the first time
      queueMicrotask(() => stop());
      resolve();
    });
  });
}
