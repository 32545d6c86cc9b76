/** What organisers are told of what is around the room: where encoders publish to, where recordings are, what an encoder sends. Schema and type in one. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const textOrNull = Type.Union([Type.String(), Type.Null()]);
const numberOrNull = Type.Union([Type.Number(), Type.Null()]);

export const InstallationShape = Type.Object(
  {
    /** `rtmp://host:port/live`, to which an encoder adds its key; null where no ingest is known. */
    rtmpUrl: textOrNull,
    rtmpsUrl: textOrNull,
    /** Whole host names that webhooks may call. */
    webhookHosts: Type.Array(Type.String()),
    /** Where recordings are kept; null: not known here. `isListed`: on the list of stores inside the EU. Location and the law behind it are two things. */
    storage: Type.Union([
      Type.Object(
        {
          kind: Type.Enum(['folder', 's3']),
          ...{ isListed: Type.Boolean(), region: Type.String(), place: Type.String(), jurisdiction: Type.String() },
        },
        closed,
      ),
      Type.Null(),
    ]),
  },
  closed,
);
export type Installation = Static<typeof InstallationShape>;

export const EncoderShape = Type.Object(
  {
    slot: Type.Enum(['primary', 'backup']),
    /** RFC 6381, e.g. `avc1.64001f`. */
    videoCodec: Type.String(),
    ...{ width: Type.Integer(), height: Type.Integer() },
    /** Null while it is being measured. */
    frameRate: numberOrNull,
    /** The longest time between two keyframes of late; null while there was one only. */
    keyframeSeconds: numberOrNull,
    /** Picture and sound, over the last seconds. */
    bitsPerSecond: numberOrNull,
    /** Null: no sound. */
    audioCodec: textOrNull,
    /** Hz. */
    sampleRate: numberOrNull,
    /** Since its newest frame, ms. */
    silentMs: Type.Integer(),
  },
  closed,
);
export type Encoder = Static<typeof EncoderShape>;
/** What arrives for an event, and at its rehearsal; null: nothing. */
export const EncodersShape = Type.Object(
  { live: Type.Union([EncoderShape, Type.Null()]), rehearsal: Type.Union([EncoderShape, Type.Null()]) },
  closed,
);
export type Encoders = Static<typeof EncodersShape>;
