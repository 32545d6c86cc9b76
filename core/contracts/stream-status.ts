/** What a watch page asks about a stream: `GET /api/streams/<stream>`, JSON, cacheable for a second. */
import type { RecordingId, StreamId } from './ids.ts';

export type StreamState = 'waiting' | 'live' | 'slate' | 'ended';

export interface StreamStatus {
  readonly stream: StreamId;
  readonly title: string;
  readonly state: StreamState;
  /** Wall clock at which the state began, Unix ms; null while waiting. */
  readonly sinceMs: number | null;
  /** When the recording that is on (or was last) began, Unix ms. */
  readonly startedMs: number | null;
  /** Paths, from the site's root; null when there is nothing to play yet. */
  readonly liveUrl: string | null;
  /** The whole recording from its first second (grows while live, ends with ENDLIST). Null until its first segment is stored. */
  readonly recordingUrl: string | null;
  readonly posterUrl: string | null;
  readonly recording: RecordingId | null;
  /** The server's clock, Unix ms, so that a page can tell "behind live" with a wrong clock of its own. */
  readonly nowMs: number;
}
