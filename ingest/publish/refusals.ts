/** Why somebody may not publish. The sentence is for the presenter's encoder and for the studio: ASCII, no key in it. */
export interface Refusal {
  /** For ever; also a metric's label. */
  readonly code: string;
  readonly sentence: string;
}

/** The app of the publish address: `rtmp://host/live`. */
export const APP = 'live';

/** Refusals that depend on nothing but themselves. */
export const REFUSALS = {
  wrongApp: { code: 'INGEST_WRONG_APP', sentence: `The server address must end in /${APP}.` },
  noKey: { code: 'INGEST_NO_KEY', sentence: 'No stream key was given. Put it into the field for the stream key.' },
  wrongKey: { code: 'INGEST_WRONG_KEY', sentence: 'The stream key is wrong or was revoked. Copy it again from the event.' },
  tooManyGuesses: { code: 'INGEST_TOO_MANY_GUESSES', sentence: 'Too many wrong stream keys. Copy the key again from the event.' },
  revoked: { code: 'INGEST_KEY_REVOKED', sentence: 'This stream key was revoked. Ask for a new one.' },
  busy: { code: 'INGEST_STREAM_BUSY', sentence: 'Somebody else is already publishing with this stream key.' },
  play: { code: 'INGEST_PLAY_REFUSED', sentence: 'This server only takes publishers. Viewers use the watch page.' },
  badRtmp: { code: 'INGEST_BAD_RTMP', sentence: 'The connection sent something that is not RTMP.' },
  noMedia: { code: 'INGEST_BROKEN_MEDIA', sentence: 'The media cannot be read. Start the encoder again.' },
  noPicture: { code: 'INGEST_NO_PICTURE', sentence: 'No picture came within 10 seconds. Add a video source and publish again.' },
  noKeyframe: {
    code: 'INGEST_NO_KEYFRAME',
    sentence: 'No keyframe came within 10 seconds. Set a keyframe interval of 2 seconds in the encoder.',
  },
} as const satisfies Record<string, Refusal>;

/** A video codec that no browser plays, by its name if it has one. */
export function refuseVideo(name = 'This video codec'): Refusal {
  return { code: 'INGEST_VIDEO_CODEC', sentence: `${name} cannot be broadcast. Set the encoder to plain H.264.` };
}

/** An audio codec, the same way. */
export function refuseAudio(name = 'This audio codec'): Refusal {
  return { code: 'INGEST_AUDIO_CODEC', sentence: `${name} cannot be broadcast. Set the encoder's sound to plain AAC.` };
}

/** A picture too small or too large. */
export function refuseSize(width: number | string, height: number | string): Refusal {
  return {
    code: 'INGEST_BAD_SIZE',
    sentence: `A picture of ${width} x ${height} cannot be broadcast. Set the encoder to 1920 x 1080 or 1280 x 720.`,
  };
}
