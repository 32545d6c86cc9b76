import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/runtime/test-support.ts';
import type { WrittenMessage } from '../testing/chunk-writer.ts';
import { writeHeader, writeMessage } from '../testing/chunk-writer.ts';
import type { ChunkLimits, RtmpMessage } from './chunk-reader.ts';
import { ChunkReader, MESSAGE } from './chunk-reader.ts';

const BEFORE_LOGIN: ChunkLimits = { messageBytes: 64 * 1024, unfinishedBytes: 64 * 1024 };
const header = { chunkStream: 4, timestampMs: 0, length: 0, type: MESSAGE.audio, streamId: 1 };

function read(bytes: Buffer, limits = BEFORE_LOGIN): readonly RtmpMessage[] {
  return [...new ChunkReader(limits).push(bytes)];
}

function setChunkSize(size: number, before = 128): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(size);
  return writeMessage({ type: MESSAGE.setChunkSize, payload, chunkStream: 2 }, before);
}

describe('messages', () => {
  const cases: readonly { message: WrittenMessage; because: string }[] = [
    { message: { type: 9, payload: Buffer.alloc(0) }, because: 'a message may be empty' },
    { message: { type: 9, payload: Buffer.alloc(127, 1) }, because: 'it is shorter than a chunk' },
    { message: { type: 9, payload: Buffer.alloc(128, 1) }, because: 'it is as long as a chunk' },
    { message: { type: 9, payload: Buffer.alloc(129, 1) }, because: 'one byte stands in a second chunk' },
    { message: { type: 9, payload: Buffer.alloc(5_000, 1), timestampMs: 40, streamId: 7 }, because: 'it has many chunks' },
    { message: { type: 9, payload: Buffer.alloc(300, 1), chunkStream: 64 }, because: 'the chunk stream id has two bytes' },
    { message: { type: 9, payload: Buffer.alloc(300, 1), chunkStream: 319 }, because: 'the last id of two bytes' },
    { message: { type: 9, payload: Buffer.alloc(300, 1), chunkStream: 320 }, because: 'the chunk stream id has three bytes' },
    { message: { type: 9, payload: Buffer.alloc(300, 1), chunkStream: 65_599 }, because: 'the highest id' },
    { message: { type: 9, payload: Buffer.alloc(300, 1), timestampMs: 0xffffff }, because: 'the timestamp is extended from here on' },
    { message: { type: 9, payload: Buffer.alloc(300, 1), timestampMs: 0xffffffff }, because: 'the highest timestamp' },
  ];
  for (const { message, because } of cases) {
    it(`${message.payload.byteLength} bytes at ${message.timestampMs ?? 0} ms on ${message.chunkStream ?? 3}: ${because}`, () => {
      const expected = { type: 9, streamId: message.streamId ?? 0, timestampMs: message.timestampMs ?? 0, payload: message.payload };
      expect(read(writeMessage(message))).toEqual([expected]);
    });
  }

  it('come the same, however the bytes are cut', () => {
    const bytes = writeMessage({ type: 9, payload: Buffer.alloc(700, 5), timestampMs: 0x1000000 });
    for (let cut = 0; cut <= bytes.byteLength; cut++) {
      const reader = new ChunkReader(BEFORE_LOGIN);
      const messages = [...reader.push(bytes.subarray(0, cut)), ...reader.push(bytes.subarray(cut))];
      expect(messages, `cut at ${cut}`).toHaveLength(1);
      expect(messages[0]?.payload).toEqual(Buffer.alloc(700, 5));
    }
  });

  it('do not share memory: the reader of one may keep it', () => {
    const bytes = writeMessage({ type: 9, payload: Buffer.from('first') });
    const reader = new ChunkReader(BEFORE_LOGIN);
    const [first] = reader.push(bytes);
    bytes.fill(0);
    expect(first?.payload.toString()).toBe('first');
  });

  it('may be interleaved chunk by chunk', () => {
    const video = writeMessage({ type: 9, payload: Buffer.alloc(256, 1), chunkStream: 6 });
    const audio = writeMessage({ type: 8, payload: Buffer.alloc(100, 2), chunkStream: 4 });
    const messages = read(Buffer.concat([video.subarray(0, 12 + 128), audio, video.subarray(12 + 128)]));
    expect(messages.map((message) => [message.type, message.payload.byteLength])).toEqual([
      [8, 100],
      [9, 256],
    ]);
  });
});

describe('timestamps', () => {
  const first = { ...header, format: 0, timestampMs: 1_000, length: 0 };
  const rows: readonly { later: readonly Partial<typeof first>[]; times: readonly number[]; because: string }[] = [
    { later: [{ format: 1, timestampMs: 40 }], times: [1_000, 1_040], because: 'format 1 has a delta' },
    { later: [{ format: 2, timestampMs: 40 }], times: [1_000, 1_040], because: 'format 2 has a delta' },
    { later: [{ format: 2, timestampMs: 40 }, { format: 3 }], times: [1_000, 1_040, 1_080], because: 'format 3 repeats the last delta' },
    { later: [{ format: 3 }], times: [1_000, 2_000], because: 'after format 0 the delta is its timestamp (5.3.1.2.4)' },
    { later: [{ format: 0, timestampMs: 7 }], times: [1_000, 7], because: 'format 0 may go back' },
    { later: [{ format: 1, timestampMs: 0xfffffffe }], times: [1_000, 998], because: '32 bits wrap' },
  ];
  for (const { later, times, because } of rows) {
    it(`${times.join(', ')}: ${because}`, () => {
      const bytes = Buffer.concat([first, ...later.map((own) => ({ ...first, ...own }))].map(writeHeader));
      expect(read(bytes).map((message) => message.timestampMs)).toEqual(times);
    });
  }

  it('an extended one is repeated in every chunk by most encoders and left out by some: both are read', () => {
    const payload = Buffer.from(Array.from({ length: 400 }, (_, index) => index & 255));
    const start = writeHeader({ ...header, format: 0, timestampMs: 0x1234567, length: 400 });
    const extended = start.subarray(-4);
    for (const repeat of [extended, Buffer.alloc(0)]) {
      const next = Buffer.concat([Buffer.of(0xc0 | header.chunkStream), repeat]);
      const cut = [0, 128, 256, 384].map((at) => payload.subarray(at, at + 128));
      const bytes = Buffer.concat([start, ...cut.flatMap((piece, index) => (index === 0 ? [piece] : [next, piece]))]);
      for (let at = 0; at <= bytes.byteLength; at += 1) {
        const reader = new ChunkReader(BEFORE_LOGIN);
        const messages = [...reader.push(bytes.subarray(0, at)), ...reader.push(bytes.subarray(at))];
        expect(messages[0]?.payload.equals(payload), `repeated ${repeat.byteLength}, cut at ${at}`).toBe(true);
        expect(messages[0]?.timestampMs).toBe(0x1234567);
      }
    }
  });
});

describe('what is refused', () => {
  const start = writeHeader({ ...header, format: 0, length: 300 });
  const rows: readonly { bytes: Buffer; because: string }[] = [
    { bytes: setChunkSize(0), because: 'a chunk size of 0 would never end a message' },
    { bytes: setChunkSize(0x80000000), because: 'the highest bit of a chunk size has to be 0' },
    { bytes: writeMessage({ type: MESSAGE.setChunkSize, payload: Buffer.of(1) }), because: 'a chunk size has four bytes' },
    { bytes: writeMessage({ type: MESSAGE.abort, payload: Buffer.of(1) }), because: 'an abort has four bytes' },
    { bytes: writeHeader({ ...header, format: 3 }), because: 'nothing was begun that it could continue' },
    { bytes: writeHeader({ ...header, format: 2 }), because: 'the length of its message was never said' },
    { bytes: writeHeader({ ...header, format: 0, length: 65_537 }), because: 'a longer message is announced than may be' },
    { bytes: writeHeader({ ...header, format: 0, length: 0xffffff }), because: '16 MB are announced' },
    { bytes: Buffer.concat([start, Buffer.alloc(128), start]), because: 'a new message begins inside another' },
    {
      bytes: Buffer.concat(Array.from({ length: 17 }, (_, id) => writeHeader({ ...header, format: 0, chunkStream: 3 + id }))),
      because: 'there are more chunk streams than any encoder uses',
    },
  ];
  for (const { bytes, because } of rows) {
    it(because, () => {
      expect(() => read(bytes)).toThrow(expect.objectContaining({ code: 'INGEST_BAD_RTMP' }));
    });
  }

  it('unfinished messages that together would take more than the limit', () => {
    const reader = new ChunkReader(BEFORE_LOGIN);
    const begin = (chunkStream: number) => [
      ...reader.push(Buffer.concat([writeHeader({ ...header, format: 0, chunkStream, length: 60_000 }), Buffer.alloc(30_000)])),
    ];
    expect([...reader.push(setChunkSize(30_000)), ...begin(3), ...begin(4)]).toEqual([]);
    expect(() => begin(5)).toThrow(expect.objectContaining({ code: 'INGEST_BAD_RTMP' }));
  });
});

describe('memory', () => {
  it('an announced length takes none: what is kept grows with what has come', () => {
    const reader = new ChunkReader({ messageBytes: 2 ** 21, unfinishedBytes: 2 ** 22 });
    expect([...reader.push(setChunkSize(1))]).toEqual([]);
    for (let id = 3; id < 18; id++) {
      const begun = Buffer.concat([writeHeader({ ...header, format: 0, chunkStream: id, length: 2 ** 21 }), Buffer.of(0)]);
      expect([...reader.push(begun)]).toEqual([]);
    }
    expect(reader.heldBytes).toBe(15 * 4096);
  });

  it('a message in chunks of one byte takes no more than one in a single chunk', () => {
    const reader = new ChunkReader({ messageBytes: 2 ** 21, unfinishedBytes: 2 ** 22 });
    const bytes = writeMessage({ type: 9, payload: Buffer.alloc(100_000, 3), chunkStream: 6 }, 1);
    expect([...reader.push(setChunkSize(1)), ...reader.push(bytes.subarray(0, 100_000))]).toEqual([]);
    expect(reader.heldBytes).toBeLessThanOrEqual(100_000);
    expect([...reader.push(bytes.subarray(100_000))].map((message) => message.payload.byteLength)).toEqual([100_000]);
    expect(reader.heldBytes).toBe(0);
  });

  it('an abort gives back what its message took, and the next message of that chunk stream begins anew', () => {
    const reader = new ChunkReader(BEFORE_LOGIN);
    expect([...reader.push(Buffer.concat([writeHeader({ ...header, format: 0, length: 300 }), Buffer.alloc(128)]))]).toEqual([]);
    expect(reader.heldBytes).toBeGreaterThan(0);
    const abort = Buffer.alloc(4);
    abort.writeUInt32BE(header.chunkStream);
    expect([...reader.push(writeMessage({ type: MESSAGE.abort, payload: abort, chunkStream: 2 }))]).toEqual([]);
    expect(reader.heldBytes).toBe(0);
    const next = writeMessage({ type: 8, payload: Buffer.from('next'), chunkStream: header.chunkStream });
    expect([...reader.push(next)].map((message) => message.payload.toString())).toEqual(['next']);
  });

  it('the limits can be raised after the login', () => {
    const reader = new ChunkReader(BEFORE_LOGIN);
    reader.limits = { messageBytes: 100_000, unfinishedBytes: 200_000 };
    expect([...reader.push(writeMessage({ type: 9, payload: Buffer.alloc(100_000) }))]).toHaveLength(1);
  });
});

for (let seed = 1; seed <= 30; seed++) {
  it(`random messages in random chunks, cut at random places (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const whole = (below: number) => Math.floor(random() * below);
    const sent: RtmpMessage[] = [];
    const pieces: Buffer[] = [];
    let chunkBytes = 128;
    for (let count = 0; count < 60; count++) {
      if (whole(5) === 0) {
        const before = chunkBytes;
        chunkBytes = 1 + whole(whole(2) === 0 ? 10 : 70_000);
        pieces.push(setChunkSize(chunkBytes, before));
      }
      const message = {
        type: [8, 9, 18, 20][whole(4)] ?? 8,
        streamId: whole(3),
        timestampMs: whole(2) === 0 ? whole(100_000) : 0xffff00 + whole(0x1000),
        payload: Buffer.from(Array.from({ length: whole(3_000) }, () => whole(256))),
      };
      sent.push(message);
      // the writer of one message repeats no extended timestamp in later chunks, as some encoders do
      pieces.push(writeMessage({ ...message, chunkStream: 3 + whole(10) }, chunkBytes));
    }
    const bytes = Buffer.concat(pieces);
    const reader = new ChunkReader(BEFORE_LOGIN);
    const got: RtmpMessage[] = [];
    for (let at = 0; at < bytes.byteLength; ) {
      const size = 1 + whole(whole(3) === 0 ? 5 : 4_000);
      got.push(...reader.push(bytes.subarray(at, at + size)));
      at += size;
    }
    expect(got).toEqual(sent);
    expect(reader.heldBytes).toBe(0);
  });
}
