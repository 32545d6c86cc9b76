import { randomBytes } from 'node:crypto';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';

/** Where the counter begins in a millisecond: far from its end, at {@link COUNTER_BITS} bits. */
const START_BITS = 24;
const COUNTER_BITS = 26;

let last = { ms: -1, counter: 0 };

/** A fresh UUIDv7; of one process, those made later sort later, also within a millisecond (RFC 9562 §6.2, method 1). */
export function newId(nowMs: number): string {
  const ms = Math.floor(nowMs);
  const random = randomBytes(10);
  const counter = ms === last.ms ? last.counter + 1 : random.readUInt32BE(6) >>> (32 - START_BITS);
  last = { ms, counter: counter % 2 ** COUNTER_BITS };
  // the 12 bits before the variant, the 14 behind it
  random[0] = last.counter >>> 22;
  random[1] = last.counter >>> 14;
  random[2] = (last.counter >>> 8) & 0x3f;
  random[3] = last.counter;
  return uuid7(ms, random);
}
