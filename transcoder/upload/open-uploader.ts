import type { RecordingId, StreamId } from '../../core/contracts/ids.ts';
import type { TimelineEntry } from '../../core/contracts/timeline.ts';
import type { MediaLog } from '../../core/ports/media-log.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { withTimeLimit } from '../../core/runtime/time-limit.ts';
import type { DiskNotice } from '../../core/runtime/disk-notice.ts';
import type { Log } from '../../core/runtime/log.ts';
import type { Metrics } from '../../core/runtime/metrics.ts';
import { RecordingFiles } from './recording-files.ts';
import type { JournalLine } from './recording-state.ts';
import { RecordingState } from './recording-state.ts';
import { RecordingUpload } from './recording-upload.ts';

export interface UploaderOptions {
  readonly mediaLog: MediaLog;
  readonly store: ObjectStore;
  readonly dataDir: string;
  readonly spoolMaxBytes: number;
  /** Told when DATA_DIR takes no more, and when it does again. */
  readonly disk: DiskNotice;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface Uploader {
  /** Of every recording that is on its way. */
  status(): readonly {
    readonly stream: StreamId;
    readonly recording: RecordingId;
    readonly stored: number;
    readonly waiting: number;
    readonly lost: number;
  }[];
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
  /** Lets what is under way end for a moment; the rest waits in the spool for the next start. */
  close(): Promise<void>;
}

const CLOSE_WITHIN_MS = 3_000;

/** Fills the object store from the timelines of all streams, and goes on with what an earlier process left. */
export async function openUploader(options: UploaderOptions): Promise<Uploader> {
  const { mediaLog, store, dataDir, log } = options;
  const aborter = new AbortController();
  const uploads = new Map<RecordingId, RecordingUpload>();
  const following: Promise<void>[] = [];
  const storedBytes = options.metrics.counter({
    name: 'transcoder_stored_bytes_total',
    help: 'Bytes of segments put into the object store',
  });
  options.metrics.gauge({
    name: 'transcoder_upload_waiting_count',
    help: 'Segments that wait for the object store',
    read: () => [...uploads.values()].reduce((sum, upload) => sum + upload.state.counts().waiting, 0),
  });

  const begin = (state: RecordingState, opening?: JournalLine): RecordingUpload => {
    const upload = new RecordingUpload({
      state,
      opening,
      files: new RecordingFiles(dataDir, state.stream, state.recording),
      store,
      spoolMaxBytes: options.spoolMaxBytes,
      disk: options.disk,
      log: log.child({ stream: state.stream, recording: state.recording }),
      signal: aborter.signal,
      onStored: (bytes) => storedBytes.inc(bytes),
    });
    uploads.set(state.recording, upload);
    return upload;
  };
  for (const state of await RecordingFiles.unfinished(dataDir)) begin(state);

  const follow = async (stream: StreamId): Promise<void> => {
    let upload: RecordingUpload | undefined;
    for await (const { entry } of mediaLog.follow(stream, undefined, aborter.signal)) upload = take(stream, entry, upload);
  };
  const take = (stream: StreamId, entry: TimelineEntry, upload: RecordingUpload | undefined): RecordingUpload | undefined => {
    switch (entry.kind) {
      case 'opened': {
        if (upload?.state.recording === entry.recording) return upload;
        upload?.end();
        const line = {
          kind: 'opened',
          stream,
          recording: entry.recording,
          targetDurationSeconds: entry.profile.targetDurationSeconds,
        } as const;
        let next = uploads.get(entry.recording);
        if (next === undefined) {
          next = begin(new RecordingState(line), line);
        }
        next.namePrefix = entry.profile.namePrefix;
        return next;
      }
      case 'run':
        upload?.startRun(entry);
        break;
      case 'part':
        upload?.addPart(entry);
        break;
      case 'ended':
        upload?.end();
        break;
    }
    return upload;
  };
  const stop = mediaLog.onStream((stream) => {
    following.push(follow(stream).catch((error: unknown) => log.error({ err: error, stream }, 'a recording can no longer be followed')));
  });

  const idle = async (): Promise<void> => {
    await Promise.all([...uploads.values()].map((upload) => upload.idle()));
  };
  return {
    idle,
    status: () => [...uploads.values()].map(({ state }) => ({ stream: state.stream, recording: state.recording, ...state.counts() })),
    close: async () => {
      stop();
      await withTimeLimit(CLOSE_WITHIN_MS, undefined, idle).catch(() => undefined);
      aborter.abort();
      for (const upload of uploads.values()) upload.close();
      await Promise.all(following);
      await withTimeLimit(CLOSE_WITHIN_MS, undefined, idle).catch(() => undefined);
    },
  };
}
