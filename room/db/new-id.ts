import { randomBytes } from 'node:crypto';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';

/** A fresh UUIDv7: rows made later sort later. */
export function newId(nowMs: number): string {
  return uuid7(nowMs, randomBytes(10));
}
