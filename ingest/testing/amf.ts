/** AMF0 as a client writes and reads it; independent of the library that the server uses. */
export type AmfValue = number | boolean | string | null | undefined | AmfObject;
export interface AmfObject {
  readonly [name: string]: AmfValue;
}

export function encodeAmf(...values: readonly AmfValue[]): Buffer {
  return Buffer.concat(values.map(encodeOne));
}

function encodeOne(value: AmfValue): Buffer {
  if (value === undefined) return Buffer.of(6);
  if (value === null) return Buffer.of(5);
  if (typeof value === 'string') return Buffer.concat([Buffer.of(2), name(value)]);
  if (typeof value === 'boolean') return Buffer.of(1, value ? 1 : 0);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  const properties = Object.entries(value).flatMap(([key, one]) => [name(key), encodeOne(one)]);
  return Buffer.concat([Buffer.of(3), ...properties, Buffer.of(0, 0, 9)]);
}

function name(text: string): Buffer {
  const bytes = Buffer.from(text);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(bytes.byteLength);
  return Buffer.concat([size, bytes]);
}

/** @throws Error on what the server never sends. */
export function decodeAmf(bytes: Buffer): readonly AmfValue[] {
  const values: AmfValue[] = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const [value, end] = decodeOne(bytes, at);
    values.push(value);
    at = end;
  }
  return values;
}

function decodeOne(bytes: Buffer, at: number): readonly [AmfValue, number] {
  const marker = bytes.readUInt8(at);
  switch (marker) {
    case 0:
      return [bytes.readDoubleBE(at + 1), at + 9];
    case 1:
      return [bytes.readUInt8(at + 1) !== 0, at + 2];
    case 2:
      return text(bytes, at + 1);
    case 3:
      return decodeObject(bytes, at + 1);
    case 5:
      return [null, at + 1];
    case 6:
      return [undefined, at + 1];
    default:
      throw new Error(`AMF marker ${marker}`);
  }
}

function decodeObject(bytes: Buffer, start: number): readonly [AmfObject, number] {
  const object: Record<string, AmfValue> = {};
  let at = start;
  for (;;) {
    const [key, afterKey] = text(bytes, at);
    if (key === '' && bytes.readUInt8(afterKey) === 9) return [object, afterKey + 1];
    const [value, end] = decodeOne(bytes, afterKey);
    object[key] = value;
    at = end;
  }
}

function text(bytes: Buffer, at: number): readonly [string, number] {
  const end = at + 2 + bytes.readUInt16BE(at);
  return [bytes.toString('utf8', at + 2, end), end];
}
