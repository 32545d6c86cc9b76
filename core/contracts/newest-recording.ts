/** Which recording of a stream is the newest, beside the recordings in the object store: known there after every timeline is forgotten. */
import type { RecordingId } from './ids.ts';
import { asRecordingId } from './ids.ts';

export interface NewestRecording {
  readonly recording: RecordingId;
  /** When its first segment begins, Unix ms: an older one never takes the place of a newer. */
  readonly startMs: number;
}

/** What is stored at {@link import('./urls.ts').storeKeys.newest}. */
export function writeNewest(newest: NewestRecording): string {
  return JSON.stringify(newest);
}

/** @returns undefined when the text is none. */
export function readNewest(text: string): NewestRecording | undefined {
  try {
    const { recording, startMs } = JSON.parse(text) as Partial<Record<keyof NewestRecording, unknown>>;
    const id = typeof recording === 'string' ? asRecordingId(recording) : undefined;
    return id === undefined || typeof startMs !== 'number' ? undefined : { recording: id, startMs };
  } catch {
    return undefined;
  }
}
