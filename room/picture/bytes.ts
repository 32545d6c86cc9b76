/** Reading and joining bytes, for the formats of pictures. Pure. */

/** Text of one byte a character, as formats name their parts. */
export function latin(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}

/** A number of that many bytes, the greatest first; NaN beyond the end. */
export function big(bytes: Uint8Array, from: number, length: 2 | 4): number {
  let value = 0;
  for (let index = from; index < from + length; index++) value = value * 256 + (bytes[index] ?? Number.NaN);
  return value;
}

/** A number of that many bytes, the least first; NaN beyond the end. */
export function little(bytes: Uint8Array, from: number, length: 2 | 3 | 4): number {
  let value = 0;
  for (let index = from + length - 1; index >= from; index--) value = value * 256 + (bytes[index] ?? Number.NaN);
  return value;
}

/** One after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
