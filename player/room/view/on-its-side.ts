import type { ReadonlySignal, Signal } from '@preact/signals';
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Layout } from '../../../core/contracts/room/entries.ts';
import { swipeOf, type Touch } from '../swipe.ts';

/** A phone on its side, or as little height; the same as in room.css. */
const ON_ITS_SIDE = '(orientation: landscape) and (max-height: 30em)';

/** Whether there is no height for more than the picture. There a finger brings the talk in, and takes it away: `own` is what the viewer wants. */
export function useOnItsSide(own: Signal<Layout | null>): ReadonlySignal<boolean> {
  const query = useMemo(() => matchMedia(ON_ITS_SIDE), []);
  const is = useSignal(query.matches);
  useEffect(() => {
    let from: Touch | undefined;
    const note = (): void => void (is.value = query.matches);
    const start = (event: TouchEvent): void => {
      from = event.touches.length === 1 && isOnPage(event.target) ? touchOf(event) : undefined;
    };
    const end = (event: TouchEvent): void => {
      if (from === undefined || !query.matches) return;
      const way = swipeOf(from, touchOf(event), document.documentElement.dir === 'rtl');
      if (way !== undefined) own.value = way === 'in' ? 'picture-chat' : 'picture';
    };
    query.addEventListener('change', note);
    document.addEventListener('touchstart', start, { passive: true });
    document.addEventListener('touchend', end, { passive: true });
    return () => {
      query.removeEventListener('change', note);
      document.removeEventListener('touchstart', start);
      document.removeEventListener('touchend', end);
    };
  }, [own, query]);
  return is;
}

/** Not on what is moved by a finger itself. */
const isOnPage = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('.page') !== null && target.closest('input, textarea, dialog') === null;

function touchOf({ changedTouches, timeStamp }: TouchEvent): Touch {
  const { clientX = 0, clientY = 0 } = changedTouches[0] ?? {};
  return { x: clientX, y: clientY, atMs: timeStamp };
}
