/** A message as a client sends it. */
export interface WrittenMessage {
  readonly type: number;
  readonly streamId?: number;
  readonly timestampMs?: number;
  readonly payload: Uint8Array;
  readonly chunkStream?: number;
}

/** Cuts a message into chunks, the first with a whole header (format 0), the others with none (format 3). */
export function writeMessage(message: WrittenMessage, chunkBytes = 128): Buffer {
  const { type, payload, streamId = 0, timestampMs = 0, chunkStream = 3 } = message;
  const pieces: Buffer[] = [];
  let at = 0;
  do {
    const format = at === 0 ? 0 : 3;
    pieces.push(writeHeader({ format, chunkStream, timestampMs, length: payload.byteLength, type, streamId }));
    pieces.push(Buffer.from(payload.subarray(at, at + chunkBytes)));
    at += chunkBytes;
  } while (at < payload.byteLength);
  return Buffer.concat(pieces);
}

/** Everything that a chunk header can say, true or not. */
export interface WrittenHeader {
  readonly format: number;
  readonly chunkStream: number;
  /** Absolute in format 0, else a delta. */
  readonly timestampMs: number;
  readonly length: number;
  readonly type: number;
  readonly streamId: number;
}

export function writeHeader(header: WrittenHeader): Buffer {
  const { format, chunkStream, timestampMs, length, type, streamId } = header;
  const isExtended = timestampMs >= 0xffffff;
  const fields = Buffer.alloc(11);
  fields.writeUIntBE(isExtended ? 0xffffff : timestampMs, 0, 3);
  fields.writeUIntBE(length & 0xffffff, 3, 3);
  fields.writeUInt8(type, 6);
  fields.writeUInt32LE(streamId, 7);
  const extended = Buffer.alloc(isExtended ? 4 : 0);
  if (isExtended) extended.writeUInt32BE(timestampMs >>> 0);
  return Buffer.concat([writeBasicHeader(format, chunkStream), fields.subarray(0, [11, 7, 3, 0][format] ?? 0), extended]);
}

function writeBasicHeader(format: number, chunkStream: number): Buffer {
  if (chunkStream < 64) return Buffer.of((format << 6) | chunkStream);
  const rest = chunkStream - 64;
  return rest < 256 ? Buffer.of(format << 6, rest) : Buffer.of((format << 6) | 1, rest & 255, rest >> 8);
}
