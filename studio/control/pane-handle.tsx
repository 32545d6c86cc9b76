import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RefObject, VNode } from 'preact';
import { type Phrase, useWords } from '../words/words.ts';
import { FIRST_SIZES, type Pane, PANE_NAMES, PANES, PANES_KEY, type PaneSizes, resized, sizeByKey } from './panes.ts';

const PHRASES: Readonly<Record<Pane, Phrase>> = { views: 'ctlSizeViews', talk: 'ctlSizeTalk', staff: 'ctlSizeStaff' };

interface PaneHandleProps {
  readonly pane: Pane;
  readonly sizes: Signal<PaneSizes>;
  /** What the sizes are shares of. */
  readonly room: RefObject<HTMLElement | null>;
}

/** A border that is dragged or moved by keys (WAI-ARIA Authoring Practices, window splitter); double click: as at first. */
export function PaneHandle({ pane, sizes, room }: PaneHandleProps): VNode {
  const words = useWords();
  const { isUpright, least, most } = PANES[pane];
  const size = sizes.value[pane];
  const set = (to: number): void => {
    sizes.value = resized(sizes.peek(), pane, to);
    localStorage.setItem(PANES_KEY, JSON.stringify(sizes.peek()));
  };
  const isRtl = (): boolean => document.documentElement.dir === 'rtl';
  const drag = (event: PointerEvent, handle: HTMLElement): void => {
    const box = room.current?.getBoundingClientRect();
    if (event.button !== 0 || box === undefined) return;
    event.preventDefault();
    handle.focus();
    const from = sizes.peek()[pane];
    const ending = new AbortController();
    const { signal } = ending;
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener(
      'pointermove',
      (move) => {
        const share = isUpright ? (move.clientY - event.clientY) / box.height : (event.clientX - move.clientX) / box.width;
        const isBackwards = pane === 'staff' || (!isUpright && isRtl());
        set(from + 100 * share * (isBackwards ? -1 : 1));
      },
      { signal },
    );
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
      handle.addEventListener(end, () => ending.abort(), { signal });
  };
  return (
    <div
      class={`ctl-handle is-${pane}`}
      role="separator"
      tabIndex={0}
      aria-label={words.say(PHRASES[pane])}
      aria-orientation={isUpright ? 'horizontal' : 'vertical'}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={Math.round(size)}
      title={words.say('ctlSizeHint')}
      onPointerDown={(event) => drag(event, event.currentTarget)}
      onDblClick={() => set(FIRST_SIZES[pane])}
      onKeyDown={(event) => {
        const to = sizeByKey(sizes.peek(), pane, event.key, isRtl());
        if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        set(to);
      }}
    />
  );
}

/** Gives the sizes to the style sheet. */
export function useSizes(room: RefObject<HTMLElement | null>, sizes: Signal<PaneSizes>): void {
  const now = sizes.value;
  useEffect(() => {
    for (const pane of PANE_NAMES) room.current?.style.setProperty(`--ctl-${pane}`, `${now[pane]}%`);
  }, [room, now]);
}
