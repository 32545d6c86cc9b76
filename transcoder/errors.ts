import { defineError } from '../core/runtime/errors.ts';

/** No usable ffmpeg on this machine. */
export const FfmpegMissing = defineError<{ readonly tried: string; readonly reason: string }>('TRANSCODER_FFMPEG_MISSING', {
  status: 500,
  retryable: false,
  message: ({ tried, reason }) =>
    `no usable ffmpeg (${tried}: ${reason}): install it (apt-get install ffmpeg), or set FFMPEG_PATH to version 5.1 or newer with libx264 and aac`,
});

/** The slate could not be drawn. */
export const SlateFailed = defineError<{ readonly reason: string }>('TRANSCODER_SLATE_FAILED', {
  status: 500,
  retryable: true,
  message: ({ reason }) => `the slate could not be encoded: ${reason}`,
});

/** The feed of ingest answered something else than media. */
export const FeedRefused = defineError<{ readonly status: number }>('TRANSCODER_FEED_REFUSED', {
  status: 502,
  retryable: true,
  message: ({ status }) => `ingest answered ${status} instead of the stream`,
});
