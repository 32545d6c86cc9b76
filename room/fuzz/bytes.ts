/** The bytes that attacks are made of. Pure; the same random numbers give the same bytes. */

export type Random = () => number;

export function below(random: Random, limit: number): number {
  return Math.floor(random() * Math.max(1, limit));
}

/** One of them. */
export function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[below(random, list.length)] ?? list[0];
}

export function noise(random: Random, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => below(random, 256)));
}

/** In one piece, or in two or three: a reader must not mind where TCP cuts. */
export function cut(random: Random, whole: Buffer): readonly Buffer[] {
  if (whole.length < 3 || random() < 0.6) return [whole];
  const [first = 0, second = 0] = [below(random, whole.length), below(random, whole.length)].toSorted((a, b) => a - b);
  return [whole.subarray(0, first), whole.subarray(first, second), whole.subarray(second)].filter((piece) => piece.length > 0);
}

export interface FrameHeader {
  /** The first byte: FIN, RSV1-3, opcode (RFC 6455 §5.2). */
  readonly first?: number;
  readonly isMasked?: boolean;
  /** As it is announced; else the true one. */
  readonly length?: number | bigint;
}

/** A frame of a client. */
export function frame(random: Random, payload: Buffer | string, { first = 0x81, isMasked = true, length }: FrameHeader = {}): Buffer {
  const body = Buffer.from(payload);
  const announced = BigInt(length ?? body.length);
  const mask = isMasked ? noise(random, 4) : Buffer.alloc(0);
  if (isMasked) for (let at = 0; at < body.length; at++) body[at] = (body[at] ?? 0) ^ (mask[at % 4] ?? 0);
  return Buffer.concat([Buffer.of(first), lengthBytes(announced, isMasked ? 0x80 : 0), mask, body]);
}

function lengthBytes(length: bigint, maskBit: number): Buffer {
  if (length < 126n) return Buffer.of(maskBit | Number(length));
  const wide = Buffer.alloc(length < 65_536n ? 3 : 9);
  wide[0] = maskBit | (wide.length === 3 ? 126 : 127);
  if (wide.length === 3) wide.writeUInt16BE(Number(length), 1);
  else wide.writeBigUInt64BE(length, 1);
  return wide;
}

/** The request for a WebSocket, with other or more headers; undefined takes one away. */
export function upgrade(more: Readonly<Record<string, string | undefined>> = {}, line = 'GET /room HTTP/1.1'): Buffer {
  const headers: Readonly<Record<string, string | undefined>> = {
    ...{ Host: '127.0.0.1', Upgrade: 'websocket', Connection: 'Upgrade' },
    ...{ 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' },
    ...more,
  };
  return head(line, headers);
}

/** A whole HTTP request, after which the connection is closed. */
export function request(
  method: string,
  path: string,
  { headers = {}, body }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer } = {},
): Buffer {
  const content = Buffer.from(body ?? '');
  const isChunked = 'Transfer-Encoding' in headers;
  const length = isChunked ? {} : { 'Content-Length': String(content.length) };
  const about = body === undefined ? {} : { 'Content-Type': 'application/json', ...length };
  return Buffer.concat([head(`${method} ${path} HTTP/1.1`, { Host: '127.0.0.1', Connection: 'close', ...about, ...headers }), content]);
}

function head(line: string, headers: Readonly<Record<string, string | undefined>>): Buffer {
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return Buffer.from(`${[line, ...lines].join('\r\n')}\r\n\r\n`, 'latin1');
}
