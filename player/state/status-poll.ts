/** Asks for the stream's status again and again, within time limits, through a server's restart, until it is closed. */
import { batch, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { StreamStatus } from '../../core/contracts/stream-status.ts';
import { statusUrl } from '../../core/contracts/urls.ts';
import { ServerClock } from '../playback/programme-time.ts';
import type { Attendance } from './attendance.ts';
import { withPass } from './media-pass.ts';
import { type Heard, heardFailure, heardStatus, nextAskMs, nothingHeard, type StatusFailure } from './page-state.ts';

const LIMIT_MS = 5_000;
const SOON_MS = 800;
/** A status is small; anything larger is not ours. */
const MAX_CHARS = 20_000;

export interface StatusPoll {
  readonly heard: ReadonlySignal<Heard>;
  /** To be added to `Date.now()` for the server's clock. */
  readonly clockOffsetMs: ReadonlySignal<number>;
  /** Ask now instead of later: the viewer pressed "try again", or the network is back. */
  askNow(): void;
  /** Ask within a second: something happened that all viewers saw at the same moment. */
  askSoon(): void;
  /** What was heard is not for this viewer any more. */
  forget(): void;
  close(): void;
}

/** Starts to ask, with the pass of the moment. */
export function pollStatus(stream: StreamId, attendance: Attendance): StatusPoll {
  const heard = signal<Heard>(nothingHeard);
  const clockOffsetMs = signal(0);
  const clock = new ServerClock();
  const ending = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;

  async function ask(): Promise<void> {
    if (isAsking || ending.signal.aborted) return;
    isAsking = true;
    clearTimeout(timer);
    const prefix = attendance.prefix.peek();
    try {
      const answer = await fetch(withPass(statusUrl(stream), prefix), {
        cache: 'no-store',
        signal: AbortSignal.any([ending.signal, AbortSignal.timeout(LIMIT_MS)]),
      });
      const status = answer.ok ? readStatus(await answer.text()) : undefined;
      batch(() => {
        if (status === undefined) {
          heard.value = heardFailure(heard.value, failureOf(answer.status), Date.now());
          if (answer.status === 403) attendance.refused(prefix, heard.peek().status?.state === 'ended');
          return;
        }
        attendance.admitted(status.liveUrl !== null || status.recordingUrl !== null);
        clock.add(status.nowMs, Date.now());
        clockOffsetMs.value = clock.offsetMs;
        heard.value = heardStatus(heard.value, status);
      });
    } catch {
      if (ending.signal.aborted) return;
      heard.value = heardFailure(heard.value, 'unreachable', Date.now());
    } finally {
      isAsking = false;
    }
    timer = setTimeout(() => void ask(), nextAskMs(heard.value, Math.random()));
  }

  const askNow = (): void => void ask();
  const forgetPass = effect(() => {
    // Another pass: perhaps this one is good.
    if (attendance.prefix.value !== '' && heard.peek().failure === 'not-let-in') askNow();
  });
  window.addEventListener('online', askNow, { signal: ending.signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && askNow(), { signal: ending.signal });
  askNow();
  return {
    heard,
    clockOffsetMs,
    askNow,
    askSoon(): void {
      if (isAsking || ending.signal.aborted) return;
      clearTimeout(timer);
      timer = setTimeout(askNow, Math.random() * SOON_MS);
    },
    forget(): void {
      heard.value = { ...heard.peek(), status: null };
    },
    close(): void {
      ending.abort();
      forgetPass();
      clearTimeout(timer);
    },
  };
}

/** Where the link names no stream: there is none, and nobody is asked. */
export function nowhere(): StatusPoll {
  const heard = signal(heardFailure(nothingHeard, 'not-found', Date.now()));
  return { heard, clockOffsetMs: signal(0), askNow: () => {}, askSoon: () => {}, forget: () => {}, close: () => {} };
}

function failureOf(httpStatus: number): StatusFailure {
  return httpStatus === 404 ? 'not-found' : httpStatus === 403 ? 'not-let-in' : 'unreachable';
}

const STATES = ['waiting', 'live', 'slate', 'ended'];

/** @returns the status, or undefined when the text is not one (a proxy's error page, say). */
export function readStatus(text: string): StreamStatus | undefined {
  if (text.length > MAX_CHARS) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isStatus(value) ? withoutPass(value) : undefined;
}

function isStatus(value: unknown): value is StreamStatus {
  if (typeof value !== 'object' || value === null) return false;
  const { state, title, nowMs, liveUrl, recordingUrl, posterUrl } = value as Partial<Record<string, unknown>>;
  return (
    typeof state === 'string' &&
    STATES.includes(state) &&
    typeof title === 'string' &&
    typeof nowMs === 'number' &&
    [liveUrl, recordingUrl, posterUrl].every(isPathOrNull)
  );
}

/** Paths are the same for as long as they mean the same, whatever pass they came with. */
function withoutPass(status: StreamStatus): StreamStatus {
  const bare = (path: string | null): string | null => (path === null ? null : withPass(path, ''));
  return { ...status, liveUrl: bare(status.liveUrl), recordingUrl: bare(status.recordingUrl), posterUrl: bare(status.posterUrl) };
}

/** Media comes from where the page comes from: a path, nothing else. */
function isPathOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.startsWith('/') && !value.startsWith('//'));
}
