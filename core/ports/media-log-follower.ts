import type { Redis } from 'ioredis';
import type { StreamId } from '../contracts/ids.ts';
import { errorMessage } from '../runtime/errors.ts';
import type { LoggedEntry, LogPosition } from './media-log.ts';
import { logKeys, START } from './media-log-scripts.ts';
import type { RedisPlace } from './redis-link.ts';
import { isReadyWithin, openRedis, retryDelayMs, textOf } from './redis-link.ts';
import { decodeEntry } from './timeline-codec.ts';
import { pause } from '../runtime/pause.ts';

/** How long one read waits for something new; then the follower makes sure that the log is still the same one. */
const BLOCK_MS = 1_000;
const ANSWER_WITHIN_MS = BLOCK_MS + 1_500;
/** Entries of one read. */
const BATCH = 64;
/** Digits of a sequence number inside a position, so that positions of one log sort as text. */
const SEQ_DIGITS = 15;

/** A place in one life of a log. */
export interface Place {
  readonly incarnation: string;
  readonly seq: number;
}

export function positionOf({ incarnation, seq }: Place): LogPosition {
  return `${incarnation}-${String(seq).padStart(SEQ_DIGITS, '0')}` as LogPosition;
}

function placeOf(position: LogPosition | undefined): Place | undefined {
  const digits = position?.slice(-SEQ_DIGITS) ?? '';
  if (position === undefined || !/^\d+$/.test(digits)) return undefined;
  return { incarnation: position.slice(0, -SEQ_DIGITS - 1), seq: Number(digits) };
}

/** One reader of one stream, on a connection of its own, for reads that wait. Redis away: it waits and goes on where it was. */
export async function* followRedis(
  place: RedisPlace,
  stream: StreamId,
  after: LogPosition | undefined,
  signal: AbortSignal,
): AsyncGenerator<LoggedEntry, void, void> {
  if (signal.aborted) return;
  const keys = logKeys(place.prefix, stream);
  const redis = openRedis(place, 'follow', { commandTimeout: ANSWER_WITHIN_MS, blockingTimeout: ANSWER_WITHIN_MS });
  const abort = () => redis.disconnect();
  signal.addEventListener('abort', abort, { once: true });
  let at = placeOf(after);
  let isSure = false;
  let failures = 0;
  try {
    while (!signal.aborted) {
      try {
        if (!(await isReadyWithin(redis, ANSWER_WITHIN_MS))) continue;
        if (!isSure) {
          const start = await startOf(redis, keys, at);
          for (const logged of start.header) {
            yield logged;
            if (signal.aborted) return;
          }
          at = start.at;
          isSure = true;
        }
        const batch = await read(redis, keys[0], at?.seq ?? 0);
        failures = 0;
        // silence, a hole or another life of the log: look where we are
        isSure = false;
        for (const { seq, incarnation, entry } of batch) {
          isSure = seq === (at?.seq ?? 0) + 1 && (at === undefined || incarnation === at.incarnation);
          if (!isSure) break;
          at = { incarnation, seq };
          yield { position: positionOf(at), entry };
          if (signal.aborted) return;
        }
      } catch (error) {
        if (signal.aborted) return;
        isSure = false;
        failures++;
        if (failures === 1)
          place.log.warn({ stream, reason: errorMessage(error) }, 'the live timeline cannot be read from Redis; trying again');
        if (redis.status === 'ready') redis.disconnect(true);
        await pause(retryDelayMs(failures), signal);
      }
    }
  } finally {
    signal.removeEventListener('abort', abort);
    redis.disconnect();
  }
}

async function startOf(
  redis: Redis,
  keys: readonly string[],
  at: Place | undefined,
): Promise<{ header: LoggedEntry[]; at: Place | undefined }> {
  const reply = await START.run(redis, 'find the place in a timeline', keys, [at?.incarnation ?? '', at?.seq ?? '']);
  const [kind, incarnation, afterSeq, ...rest] = reply as Buffer[];
  // a log that is not written yet, or not any more: whatever comes first begins it
  if (kind === undefined || incarnation === undefined || textOf(kind) === 'none') return { header: [], at: undefined };
  if (textOf(kind) === 'on') return { header: [], at };
  const life = textOf(incarnation);
  const header: LoggedEntry[] = [];
  for (let index = 0; index + 2 < rest.length; index += 3) {
    const [seq, facts, bytes] = rest.slice(index, index + 3);
    if (seq === undefined || facts === undefined || bytes === undefined) break;
    header.push({ position: positionOf({ incarnation: life, seq: Number(textOf(seq)) }), entry: decodeEntry(textOf(facts), bytes) });
  }
  return { header, at: { incarnation: life, seq: Number(textOf(afterSeq)) } };
}

async function read(redis: Redis, key: string, afterSeq: number) {
  const reply = await redis.callBuffer('XREAD', 'COUNT', BATCH, 'BLOCK', BLOCK_MS, 'STREAMS', key, `${afterSeq}-0`);
  // [[key, [[id, [field, value, ...]], ...]]], or as RESP3 says it flat: [key, [...]]
  const outer = (reply ?? []) as unknown[];
  const entries = (Array.isArray(outer[0]) ? outer[0][1] : outer[1]) as [Buffer, Buffer[]][] | undefined;
  return (entries ?? []).map(([id, [, incarnation, , facts, , bytes]]) => ({
    seq: Number(textOf(id).split('-')[0]),
    incarnation: textOf(incarnation),
    entry: decodeEntry(textOf(facts), bytes ?? Buffer.alloc(0)),
  }));
}
