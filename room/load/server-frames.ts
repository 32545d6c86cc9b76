/**
 * Cuts what a server of ours sends into frames (RFC 6455 §5.2): never masked, never in pieces. For clients that cost next to nothing.
 *
 * @param take gets the opcode and a view of the payload: read it now. @returns how many bytes were whole frames.
 */
export function takeServerFrames(data: Buffer, take: (opcode: number, payload: Buffer) => void): number {
  let at = 0;
  while (data.length - at >= 2) {
    const short = (data[at + 1] ?? 0) & 0x7f;
    const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
    if (data.length < start) break;
    const length = short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2));
    if (data.length < start + length) break;
    take((data[at] ?? 0) & 0x0f, data.subarray(start, start + length));
    at = start + length;
  }
  return at;
}
