/** Characters (code points) of a message, a question, a short answer. */
export const MAX_TEXT = 500;

/** What a picture is sent for. */
export const PICTURE_USES = ['logo', 'waiting-room'] as const;
export type PictureUse = (typeof PICTURE_USES)[number];
/** Bytes of a picture as it is sent, at most. */
export const MAX_PICTURE_BYTES: Readonly<Record<PictureUse, number>> = { logo: 512 * 1_024, 'waiting-room': 2_048 * 1_024 };
