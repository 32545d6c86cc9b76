import { useEffect, useRef } from 'preact/hooks';

/** Where links stand in one line that may be wider than the window: the one that is current is always in it. @param current changes when another one is. */
export function useCurrentInView(current: string): { readonly current: HTMLElement | null } {
  const line = useRef<HTMLElement>(null);
  useEffect(() => {
    const show = (): void => line.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    show();
    // letters that come later may be wider
    void document.fonts.ready.then(show);
  }, [current]);
  return line;
}
