import { type ReadonlySignal, signal } from '@preact/signals';

const full = signal(false);
document.addEventListener('fullscreenchange', () => (full.value = document.fullscreenElement !== null));

/** Some element of this page fills the screen. */
export const isFullscreen: ReadonlySignal<boolean> = full;

/** iPhones let only the video itself fill the screen. */
type WithNativeFullscreen = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

/** The stage with its controls fills the screen, or no longer does. */
export function toggleFullscreen(stage: HTMLElement, video: WithNativeFullscreen): void {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else if (document.fullscreenEnabled) void stage.requestFullscreen().catch(() => video.webkitEnterFullscreen?.());
  else video.webkitEnterFullscreen?.();
}
