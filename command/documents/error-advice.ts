/** What to do about an error whose sentence does not say it all, by code. For docs/errors.md. */
export const ERROR_ADVICE: Readonly<Record<string, string>> = {
  CORE_CONFIG_INVALID: 'Set what each line names; docs/configuration.md has every setting.',
  CORE_LEASE_LOST: 'Nothing: another process has taken the stream over, and this one has stopped writing.',
  CORE_MEDIA_LOG_CLOSED: 'Nothing: the process is stopping.',
  CORE_NOT_FLV: 'Nothing: the transcoder reads the session again. If it keeps happening, ingest and transcoder are of different versions.',
  CORE_REDIS_AWAY: 'Check that Redis answers. What is on air goes on when it does.',
  CORE_STORE_UNAVAILABLE: 'The live stream goes on and segments wait in DATA_DIR/uploads: docs/runbooks/object-store-away.md.',
  CORE_STORE_REFUSED: 'It does not fix itself: check credentials, bucket, permissions. docs/runbooks/object-store-away.md.',
  INGEST_FAILED: 'Start again; if it happens again, the log line before it has the cause.',
  INGEST_BAD_RTMP: 'Nothing for a stranger. From your own encoder: restart it, then try another one.',
  ORIGIN_NO_SUCH_STREAM: 'Nobody has published under this name since the start: check that the encoder has the key of this stream.',
  ORIGIN_NO_SUCH_MEDIA: 'Nothing: a viewer was away for longer than the live window, and its player goes on at the live edge.',
  ORIGIN_NOT_FOUND: 'Check the address.',
  ORIGIN_BAD_DIRECTIVE:
    'Nothing for a player that has fallen behind: it asks again. If it is always the same player, that player is broken.',
  ORIGIN_HELD_TOO_LONG: 'No part came for three target durations: docs/runbooks/ingest-trouble.md.',
  ORIGIN_TOO_MANY_HELD: 'Put a cache in front, or more origins: docs/runbooks/viewers-report-stalls.md.',
  ORIGIN_CLOSING: 'Nothing: players ask again by themselves.',
  ORIGIN_STORE_AWAY: 'docs/runbooks/object-store-away.md. The live stream is not touched.',
  ORIGIN_GRANT_NEEDED: 'Open the link of the invitation again.',
  ORIGIN_GRANT_INVALID: 'Open the link of the invitation again.',
  ORIGIN_GRANT_EXPIRED: 'Nothing: the page fetches a new one. In another player: copy the address again.',
  ROOM_STORE_AWAY: 'Check that the database answers. Nothing that was acknowledged is lost.',
  TRANSCODER_FEED_REFUSED: 'Nothing: it asks again. If it keeps happening, the processes are of different versions.',
  TRANSCODER_SLATE_FAILED: 'Try the ffmpeg that the log names on the command line; set FFMPEG_PATH to another one.',
  TRANSCODER_OFFLINE_JOB_FAILED: 'Check that there is space on the disk and that the recording is complete, then run it again.',
  INGEST_WRONG_APP: 'In OBS: Settings, Stream, Server.',
  INGEST_NO_KEY: 'In OBS: Settings, Stream, Stream key.',
  INGEST_WRONG_KEY: '`plenary keys list` shows which keys there are; `plenary keys create` creates another one.',
  INGEST_TOO_MANY_GUESSES: 'Wait a minute; check that no forgotten encoder keeps trying an old key.',
  INGEST_KEY_REVOKED: '`plenary keys create` creates another one.',
  INGEST_STREAM_BUSY: 'Stop the other encoder, or give the second one a backup key (`plenary keys create --backup`).',
  INGEST_PLAY_REFUSED: 'Watch in the browser.',
  INGEST_BROKEN_MEDIA: 'Start the encoder again; if it happens again, update it or try another one.',
  INGEST_NO_PICTURE: 'Add a video source to the scene that is published.',
  INGEST_NO_KEYFRAME: 'In OBS: Settings, Output, Keyframe interval 2 s (not 0, not "auto").',
  INGEST_VIDEO_CODEC: 'In OBS: Settings, Output, Video encoder x264 or a hardware H.264.',
  INGEST_AUDIO_CODEC: 'In OBS: Settings, Output, Audio encoder AAC.',
  INGEST_BAD_SIZE: 'In OBS: Settings, Video, Output (scaled) resolution.',
};

/** For everything else. */
export function adviceOf(code: string, retryable: boolean): string {
  return ERROR_ADVICE[code] ?? (retryable ? 'What the sentence says; or try again.' : 'What the sentence says.');
}
