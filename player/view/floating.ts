/**
 * The picture above other windows. Where the browser can (https://wicg.github.io/document-picture-in-picture/) it takes its controls and the talk along, in a
 * window of their own; else it is the picture alone.
 */

/** What Chromium has and others do not yet; undefined elsewhere, and on pages that are not secure. */
interface FloatingWindows {
  readonly window: Window | null;
  requestWindow(options: { readonly width: number; readonly height: number }): Promise<Window>;
}

declare global {
  interface Window {
    readonly documentPictureInPicture?: FloatingWindows;
  }
}

/** What floats, and what its keys do. */
export interface Floating {
  readonly stage: HTMLElement;
  readonly video: HTMLVideoElement;
  /** A key was pressed in the window. */
  readonly onKey: (event: KeyboardEvent) => void;
}

/** Of a phone that is held upright. */
const SIZE = { width: 400, height: 680 };

/** Asks for it, or takes it back. To be called by what somebody does: a browser opens nothing otherwise. */
export function toggleFloating(floating: Floating): void {
  const { video } = floating;
  const talk = document.querySelector<HTMLElement>('.panel > .room');
  // A page in a frame may not have such a window.
  const windows = self === top && talk !== null ? window.documentPictureInPicture : undefined;
  if (document.pictureInPictureElement !== null) void document.exitPictureInPicture();
  else if (windows === undefined || talk === null) floatAlone(video);
  else if (windows.window !== null) windows.window.close();
  else
    windows.requestWindow(SIZE).then(
      (opened) => void furnish(opened, floating, talk),
      () => floatAlone(video),
    );
}

/** What floats comes back: the page is about to be another one. */
export function stopFloating(): void {
  window.documentPictureInPicture?.window?.close();
}

async function furnish(opened: Window, floating: Floating, talk: HTMLElement): Promise<void> {
  try {
    const { furnish } = await import('./floating-window.ts');
    await furnish(opened, floating, talk);
  } catch {
    opened.close();
  }
}

function floatAlone(video: HTMLVideoElement): void {
  // Refused without a picture; then there is nothing to float.
  if (document.pictureInPictureEnabled) void video.requestPictureInPicture().catch(() => {});
}
