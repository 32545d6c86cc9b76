import { defineError } from '../../core/runtime/errors.ts';

/** ffmpeg could not do a job that is not live. */
export const OfflineJobFailed = defineError<{ readonly reason: string }>('TRANSCODER_OFFLINE_JOB_FAILED', {
  status: 500,
  retryable: true,
  message: ({ reason }) => `ffmpeg failed: ${reason}`,
});

/** The store has no such recording, or nothing of it yet. */
export const NoSuchRecording = defineError<{ readonly recording: string }>('TRANSCODER_NO_SUCH_RECORDING', {
  status: 404,
  retryable: false,
  message: ({ recording }) => `there is no recording ${recording} in the object store: plenary recording list shows them`,
});
