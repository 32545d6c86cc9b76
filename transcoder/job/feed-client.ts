import type { FeedEvent } from '../../core/contracts/feed.ts';
import { EPOCH_HEADER } from '../../core/contracts/feed.ts';
import type { SessionId } from '../../core/contracts/ids.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import { FeedRefused } from '../errors.ts';
import type { FlvTag } from '../../core/flv/flv-reader.ts';
import { FlvReader } from '../../core/flv/flv-reader.ts';
import { pause } from '../../core/runtime/pause.ts';

/** Where ingest hands its streams on, and the credential for it. */
export interface FeedAddress {
  readonly url: string;
  readonly token: string;
}

/** Ingest sends a beat every second; silence for this long means that it is gone. */
const SILENCE_MS = 4_000;
const CONNECT_LIMIT_MS = 3_000;
const RETRY_MS = 200;
/** An event is a few hundred bytes. */
const MAX_LINE_BYTES = 64 * 1024;

async function open(address: FeedAddress, path: string, signal: AbortSignal): Promise<Response> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error('no answer in time')), CONNECT_LIMIT_MS);
  try {
    const response = await fetch(address.url + path, {
      headers: { authorization: `Bearer ${address.token}` },
      signal: AbortSignal.any([signal, limit.signal]),
    });
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      throw new FeedRefused({ status: response.status }, response.status);
    }
    return response;
  } finally {
    clearTimeout(timer);
  }
}

/** Follows what happens at ingest until `signal` aborts; reconnects by itself. `onConnected` comes before the first event of each connection. */
export async function followFeedEvents(options: {
  readonly address: FeedAddress;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly onConnected: () => void;
  readonly onEvent: (event: FeedEvent) => void;
}): Promise<void> {
  const { address, log, signal } = options;
  let wasDown = false;
  while (!signal.aborted) {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    try {
      const response = await open(address, '/feed/events', AbortSignal.any([signal, silence.signal]));
      if (wasDown) log.info('ingest is there again');
      wasDown = false;
      options.onConnected();
      let text = '';
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        text += decoder.decode(chunk, { stream: true });
        const lines = text.split('\n');
        text = lines.pop() ?? '';
        if (text.length > MAX_LINE_BYTES) throw new Error('a line without an end');
        for (const line of lines) if (line !== '') options.onEvent(JSON.parse(line) as FeedEvent);
      }
    } catch (error) {
      if (!signal.aborted && !wasDown) log.warn({ reason: errorMessage(error) }, 'ingest does not answer');
    } finally {
      clearTimeout(timer);
    }
    wasDown = true;
    if (!signal.aborted) await pause(RETRY_MS, signal);
  }
}

/** One publish session as it is read. */
export interface SessionReader {
  close(): void;
}

/**
 * Reads a session's FLV. `onBegin` comes before the first tag, with ingest's estimate of when FLV time 0 was (Unix ms) where media has
 * come already; `onEnd` comes once: `isOver` when ingest ended or does not know the session, not when only the connection broke.
 */
export function readSession(options: {
  readonly address: FeedAddress;
  readonly session: SessionId;
  readonly onBegin: (epochMs: number | undefined) => void;
  readonly onTag: (tag: FlvTag) => void;
  readonly onEnd: (reason: string, isOver: boolean) => void;
}): SessionReader {
  const aborter = new AbortController();
  const read = async (): Promise<string> => {
    const response = await open(options.address, `/feed/sessions/${options.session}.flv`, aborter.signal);
    const epochMs = Number(response.headers.get(EPOCH_HEADER) ?? Number.NaN);
    options.onBegin(Number.isFinite(epochMs) ? epochMs : undefined);
    const reader = new FlvReader();
    for await (const chunk of response.body ?? []) {
      for (const tag of reader.push(chunk)) options.onTag(tag);
      if (aborter.signal.aborted) return 'closed';
    }
    return 'the session ended';
  };
  void read().then(
    (reason) => options.onEnd(reason, true),
    (error: unknown) => options.onEnd(errorMessage(error), aborter.signal.aborted || isUnknown(error)),
  );
  return { close: () => aborter.abort() };
}

/** Ingest knows no such session: core/contracts/feed.ts. */
function isUnknown(error: unknown): boolean {
  return error instanceof FeedRefused && error.cause === 404;
}
