/** Beginning to play, by the browser's leave: with sound, else without, else not before the viewer taps. */
import type { Refusal } from './playback-facts.ts';

/** @returns what the browser refused. */
export async function startPlaying(video: HTMLVideoElement): Promise<Refusal> {
  if (await isAllowed(video)) return 'none';
  if (video.muted) return 'blocked';
  video.muted = true;
  return (await isAllowed(video)) ? 'muted' : 'blocked';
}

async function isAllowed(video: HTMLVideoElement): Promise<boolean> {
  try {
    await video.play();
    return true;
  } catch (error) {
    // Anything else is a play() that a pause or a new source overtook, and no refusal.
    return !(error instanceof DOMException && error.name === 'NotAllowedError');
  }
}
