/** Malformed input for ingest, made from a seed: the same seed gives the same bytes. Pure. */
import { MESSAGE } from '../rtmp/chunk-reader.ts';
import { encodeAmf } from '../testing/amf.ts';
import { writeHeader, writeMessage } from '../testing/chunk-writer.ts';
import { loginMessages } from '../testing/rtmp-client.ts';
import { OTHER_AUDIO, OTHER_VIDEO, picture, pictureHeader, sound, soundHeader } from '../testing/test-media.ts';

type Random = () => number;

/** What one connection sends, in the pieces in which it sends it. */
export interface FuzzCase {
  readonly kind: string;
  readonly pieces: readonly Buffer[];
}

const KINDS: Readonly<Record<string, (random: Random, key: string) => Buffer>> = {
  'another protocol': (random) => bytes(random, 1 + below(random, 4_000)),
  'a cut handshake': (random) => handshake(random).subarray(0, below(random, 3_073)),
  'a handshake with a wrong version': (random) => Buffer.concat([Buffer.of(below(random, 256)), handshake(random).subarray(1)]),
  'chunk headers that lie': (random) => Buffer.concat([handshake(random), ...times(random, 12, () => lyingChunk(random))]),
  'chunk sizes and aborts': (random) => Buffer.concat([handshake(random), ...times(random, 8, () => control(random))]),
  'AMF that is cut': (random, key) => withLogin(random, key, (payload) => payload.subarray(0, below(random, payload.byteLength))),
  'AMF with strange markers': (random, key) => withLogin(random, key, (payload) => overwrite(random, payload, 1 + below(random, 6))),
  'AMF nested deeply': (random) => Buffer.concat([handshake(random), writeMessage(nested(random))]),
  'AMF that announces more than there is': (random) => Buffer.concat([handshake(random), writeMessage(overlong(random))]),
  'commands with strange arguments': (random, key) => Buffer.concat([handshake(random), ...strangeCommands(random, key)]),
  'bits flipped before the login': (random, key) =>
    flipBits(random, session(random, 'wrong-key-of-a-fuzz'.padEnd(key.length, 'x')), 1 + below(random, 20)),
  'bits flipped in a whole session': (random, key) => flipBits(random, session(random, key), 1 + below(random, 20)),
  'strange media after a good start': (random, key) =>
    Buffer.concat([session(random, key), ...times(random, 20, () => strangeMedia(random))]),
  'garbage after a good start': (random, key) => Buffer.concat([session(random, key), bytes(random, 1 + below(random, 3_000))]),
  'chunk headers that lie after a good start': (random, key) =>
    Buffer.concat([session(random, key), ...times(random, 8, () => lyingChunk(random))]),
};

export const FUZZ_KINDS = Object.keys(KINDS);

/** The case of this number; `key` is a valid stream key, used where a good start is wanted. */
export function fuzzCase(number: number, random: Random, key: string): FuzzCase {
  const kind = FUZZ_KINDS[number % FUZZ_KINDS.length] ?? '';
  const make = KINDS[kind];
  if (make === undefined) throw new Error(`no kind of number ${number}`);
  return { kind, pieces: cut(random, make(random, key)) };
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * Math.max(1, limit));
}

function bytes(random: Random, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => below(random, 256)));
}

function times<T>(random: Random, most: number, make: () => T): T[] {
  return Array.from({ length: 1 + below(random, most) }, make);
}

/** In one piece, or in two or three: a reader must not mind where TCP cuts. */
function cut(random: Random, whole: Buffer): readonly Buffer[] {
  if (random() < 0.5 || whole.byteLength < 3) return [whole];
  const [first = 0, second = 0] = [below(random, whole.byteLength), below(random, whole.byteLength)].toSorted((a, b) => a - b);
  return [whole.subarray(0, first), whole.subarray(first, second), whole.subarray(second)].filter((piece) => piece.byteLength > 0);
}

function handshake(random: Random): Buffer {
  return Buffer.concat([Buffer.of(3), Buffer.alloc(8), Buffer.alloc(3_064, below(random, 256))]);
}

function login(key: string): Buffer {
  return Buffer.concat(loginMessages('live', key).map((message) => writeMessage(message)));
}

/** A session as it should be: login, headers, some pictures. */
function session(random: Random, key: string): Buffer {
  const media = [
    { type: MESSAGE.video, payload: pictureHeader() },
    { type: MESSAGE.audio, payload: soundHeader() },
    ...times(random, 6, () => ({ type: MESSAGE.video, payload: picture(bytes(random, below(random, 300)), random() < 0.3) })),
  ];
  return Buffer.concat([
    handshake(random),
    login(key),
    ...media.map((one, index) => writeMessage({ ...one, streamId: 1, timestampMs: index * 33, chunkStream: 6 })),
  ]);
}

/** The login with one message's payload spoiled. */
function withLogin(random: Random, key: string, spoil: (payload: Buffer) => Buffer): Buffer {
  const messages = loginMessages('live', key);
  const at = below(random, messages.length);
  return Buffer.concat([
    handshake(random),
    ...messages.map((message, index) =>
      writeMessage(index === at ? { ...message, payload: spoil(Buffer.from(message.payload)) } : message),
    ),
  ]);
}

function overwrite(random: Random, payload: Buffer, count: number): Buffer {
  for (let done = 0; done < count; done++) payload[below(random, payload.byteLength)] = below(random, 256);
  return payload;
}

function flipBits(random: Random, whole: Buffer, count: number): Buffer {
  const flipped = Buffer.from(whole);
  // the handshake's content means nothing: the flips belong behind it
  for (let done = 0; done < count; done++) {
    const at = 3_073 + below(random, flipped.byteLength - 3_073);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << below(random, 8));
  }
  return flipped;
}

function lyingChunk(random: Random): Buffer {
  const length = random() < 0.5 ? below(random, 0xffffff) : below(random, 200);
  const header = writeHeader({
    format: below(random, 4),
    chunkStream: random() < 0.7 ? 2 + below(random, 20) : below(random, 65_599),
    timestampMs: random() < 0.2 ? 0xffffffff : below(random, 100_000),
    length,
    type: below(random, 25),
    streamId: below(random, 5),
  });
  return Buffer.concat([header, bytes(random, below(random, 200))]);
}

function control(random: Random): Buffer {
  const payload = Buffer.alloc(below(random, 6));
  if (payload.byteLength >= 4)
    payload.writeUInt32BE([0, 1, 0x7fffffff, 0x80000000, 0xffffffff, below(random, 70_000)][below(random, 6)] ?? 0);
  return writeMessage({ type: 1 + below(random, 6), payload, chunkStream: 2 });
}

function nested(random: Random) {
  const depth = 10 + below(random, 20_000);
  const opener = random() < 0.5 ? Buffer.from([3, 0, 1, 97]) : Buffer.from([10, 0, 0, 0, 1]);
  const payload = Buffer.concat([encodeAmf('connect', 1), ...Array.from({ length: Math.min(depth, 15_000) }, () => opener)]);
  return { type: MESSAGE.commandAmf0, payload: payload.subarray(0, 60_000) };
}

function overlong(random: Random) {
  const marker = [2, 8, 10, 12, 13, 15, 16, 17][below(random, 8)] ?? 2;
  const payload = Buffer.concat([encodeAmf('connect', 1), Buffer.of(marker), Buffer.alloc(4, 0xff), bytes(random, below(random, 40))]);
  return { type: random() < 0.2 ? MESSAGE.commandAmf3 : MESSAGE.commandAmf0, payload };
}

function strangeCommands(random: Random, key: string): Buffer[] {
  const values = [
    null,
    undefined,
    0,
    -1,
    Number.NaN,
    true,
    '',
    key,
    'live',
    'a'.repeat(5_000),
    { tcUrl: 7, app: null },
    { app: 'live', tcUrl: '\u0000' },
  ];
  const names = [
    'connect',
    'createStream',
    'publish',
    'play',
    'releaseStream',
    'FCPublish',
    'deleteStream',
    '@setDataFrame',
    '__proto__',
    'constructor',
    '',
  ];
  const pick = <T>(list: readonly T[]): T | undefined => list[below(random, list.length)];
  return times(random, 10, () =>
    writeMessage({
      type: random() < 0.9 ? MESSAGE.commandAmf0 : MESSAGE.commandAmf3,
      payload: encodeAmf(pick(names) ?? '', below(random, 9), ...times(random, 4, () => pick(values))),
      streamId: below(random, 3),
    }),
  );
}

function strangeMedia(random: Random): Buffer {
  const bodies = [
    ...Object.values(OTHER_VIDEO),
    ...Object.values(OTHER_AUDIO),
    bytes(random, below(random, 60)),
    pictureHeader(bytes(random, below(random, 60))),
    soundHeader(bytes(random, below(random, 6))),
    sound(bytes(random, below(random, 60))),
    Buffer.alloc(0),
  ];
  return writeMessage({
    type: [MESSAGE.audio, MESSAGE.video, MESSAGE.dataAmf0][below(random, 3)] ?? MESSAGE.video,
    payload: bodies[below(random, bodies.length)] ?? Buffer.alloc(0),
    timestampMs: random() < 0.2 ? 0xffffffff : below(random, 0xffffffff),
    streamId: 1,
    chunkStream: 4 + below(random, 4),
  });
}
