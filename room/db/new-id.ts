import { randomBytes } from 'node:crypto';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';

/** 26 bits; it begins anywhere and starts again at 0 after 67 million ids. */
const COUNTER_MASK = 0x3ff_ffff;
let counter = randomBytes(4).readUInt32BE() & COUNTER_MASK;

/** A fresh UUIDv7; of the same millisecond those that this process made later sort later (RFC 9562 §6.2, method 1). */
export function newId(nowMs: number): string {
  counter = (counter + 1) & COUNTER_MASK;
  const random = randomBytes(10);
  // the 12 bits before the variant, the 14 behind it
  random[0] = counter >>> 22;
  random[1] = counter >>> 14;
  random[2] = (counter >>> 8) & 0x3f;
  random[3] = counter;
  return uuid7(nowMs, random);
}
