/**
 * A text frame of the WebSocket protocol (RFC 6455 §5.2), whole and unmasked, made once for everybody: sockets are given the same bytes,
 * the long-poll edge takes the payload out of it.
 */
export interface SharedFrame {
  /** Header and payload. */
  readonly wire: Buffer;
  /** JSON in UTF-8; a view of {@link wire}. */
  readonly payload: Buffer;
}

const TEXT_FINAL = 0x81;
/** Lengths up to here stand in the second byte; then 126 or 127 say that two or eight bytes follow. */
const MAX_SHORT = 125;
const MAX_MIDDLE = 0xffff;

/** The header of a frame with a payload of so many bytes. */
export function frameHeader(bytes: number): Buffer {
  const length = bytes <= MAX_SHORT ? 2 : bytes <= MAX_MIDDLE ? 4 : 10;
  const header = Buffer.allocUnsafe(length);
  header[0] = TEXT_FINAL;
  if (length === 2) header[1] = bytes;
  else if (length === 4) {
    header[1] = 126;
    header.writeUInt16BE(bytes, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(bytes), 2);
  }
  return header;
}

/** Encodes a text for many. */
export function sharedFrame(text: string): SharedFrame {
  // Not from Node's pool: frames of very different lives would keep each other's memory.
  const wire = encode(text, (bytes) => Buffer.allocUnsafeSlow(bytes));
  const second = wire[1] ?? 0;
  return { wire, payload: wire.subarray(second <= MAX_SHORT ? 2 : second === 126 ? 4 : 10) };
}

/** Encodes a text for one. */
export function ownFrame(text: string): Buffer {
  return encode(text, (bytes) => Buffer.allocUnsafe(bytes));
}

function encode(text: string, allocate: (bytes: number) => Buffer): Buffer {
  const bytes = Buffer.byteLength(text);
  const header = frameHeader(bytes);
  const wire = allocate(header.length + bytes);
  header.copy(wire);
  wire.write(text, header.length);
  return wire;
}
