/** Which of the two sources plays here, and its code when it is needed and not before. */
import { lazily } from './lazily.ts';
import type { Source, SourceRequest } from './source.ts';

const hls = lazily(() => import('./source-hls.ts'));
const native = lazily(() => import('./source-native.ts'));

/** hls.js needs one of these; without them its code is not worth fetching. */
const hasMediaSource = (): boolean => 'ManagedMediaSource' in window || 'MediaSource' in window;

/** Begins to fetch the player's code, so that it is there when the stream's address is. */
export function warmUp(): void {
  // What fails here is fetched again when it is needed.
  (hasMediaSource() ? hls : native)().catch(() => {});
}

/** @returns undefined where nothing here can play, or when it is not wanted any more. @throws when the code did not arrive. */
export async function openSource(request: SourceRequest, isWanted: () => boolean): Promise<Source | undefined> {
  if (hasMediaSource()) {
    const { HlsSource, isHlsSupported } = await hls();
    if (!isWanted()) return undefined;
    if (isHlsSupported()) return new HlsSource(request);
  }
  const { NativeSource, playsHlsNatively } = await native();
  return isWanted() && playsHlsNatively(request.video) ? new NativeSource(request) : undefined;
}
