import { Readable } from 'node:stream';
import type { SessionId } from '../../core/contracts/ids.ts';
import { FlvSource } from '../flv/flv-source.ts';
import type { FeedAddress } from '../job/feed-client.ts';
import { readSession } from '../job/feed-client.ts';
import { PreviewMuxer } from './preview-muxer.ts';

/** A presenter who is there has sent a keyframe before this. */
const BEGIN_WITHIN_MS = 4_000;
/** Whoever is behind by this much has a line that is too slow for it. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** What a presenter sends at this moment, as it comes. */
export interface Preview {
  /** Media type with codecs. */
  readonly type: string;
  /** Unix ms of time 0 of the file, as ingest estimates it; undefined: not known. */
  readonly epochMs: number | undefined;
  /** Fragmented MP4; ends with the session, when the picture changes, or when it is not read fast enough. Destroy it when it is no longer wanted. */
  readonly bytes: Readable;
}

/** Begins at the newest keyframe. @returns undefined: nothing comes. `signal` ends it. */
export function openPreview(address: FeedAddress, session: SessionId, signal: AbortSignal): Promise<Preview | undefined> {
  return new Promise((resolve) => {
    const muxer = new PreviewMuxer();
    const source = new FlvSource();
    let sourceEpochMs: number | undefined;
    const bytes = new Readable({ read: () => undefined, highWaterMark: MAX_WAITING_BYTES });
    const stop = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      reader.close();
      bytes.destroy();
      resolve(undefined);
    };
    const timer = setTimeout(stop, BEGIN_WITHIN_MS);
    const reader = readSession({
      address,
      session,
      onBegin: (epochMs) => (sourceEpochMs = epochMs),
      onTag: (tag) => {
        if (bytes.destroyed) return;
        for (const event of source.read(tag)) for (const piece of muxer.push(event)) bytes.push(piece);
        const { type, startMs } = muxer;
        if (type !== undefined && startMs !== undefined) {
          clearTimeout(timer);
          resolve({ type, epochMs: sourceEpochMs === undefined ? undefined : sourceEpochMs + startMs, bytes });
        }
        if (muxer.isOver || bytes.readableLength > MAX_WAITING_BYTES) stop();
      },
      onEnd: stop,
    });
    bytes.once('close', stop);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}
