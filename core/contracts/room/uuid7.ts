/**
 * A UUIDv7 (RFC 9562 §5.7): made anywhere without asking, in order of time. `random`: ten bytes.
 * @throws RangeError when there are fewer bytes.
 */
export function uuid7(nowMs: number, random: Uint8Array): string {
  if (random.length < 10) throw new RangeError('a UUIDv7 needs ten random bytes');
  const time = Math.floor(nowMs).toString(16).padStart(12, '0').slice(-12);
  const bytes = [...random.subarray(0, 10)];
  bytes[0] = 0x70 | ((bytes[0] ?? 0) & 0x0f);
  bytes[2] = 0x80 | ((bytes[2] ?? 0) & 0x3f);
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8)}`;
}
