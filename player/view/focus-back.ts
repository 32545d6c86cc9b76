import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/**
 * Whoever was in something that goes away finds himself where he came from, and not at the beginning of the page. Where the focus was elsewhere it stays there.
 *
 * @param home where to instead, when what goes away came by itself.
 */
export function useFocusBack(box: RefObject<HTMLElement | null>, home?: () => HTMLElement | null | undefined): void {
  useLayoutEffect(() => {
    const { current } = box;
    const page = current?.ownerDocument;
    const before = page?.activeElement;
    return () => {
      if (current?.contains(page?.activeElement ?? null) !== true) return;
      const to = home === undefined ? before : home();
      if (to instanceof HTMLElement) to.focus();
    };
  }, []);
}
