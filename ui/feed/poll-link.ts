import type { RoomAnswer, ServerFrame } from '../../core/contracts/room/frames.ts';
import { type Link, type LinkOptions, whereabouts } from './link.ts';

/** A little more than the server holds an answer. */
const LIMIT_MS = 40_000;
const SEND_MS = 15_000;
/** An answer that is held so long is held because nothing has happened: the server knows us from before. */
const HELD_MS = 1_500;

/** The room by asking again and again, where no WebSocket is let through. */
export function openPollLink({ origin, greeting, onUp, onFrame, onEnd, timers }: LinkOptions): Link {
  const startedMs = timers.nowMs();
  const ending = new AbortController();
  let wasIn = false;
  let isOver = false;
  let isUp = false;

  const up = (): void => {
    if (isUp || isOver) return;
    isUp = true;
    onUp();
  };
  const cancelHeld = timers.after(HELD_MS, up);
  const finish = (
    closeCode: number,
    bye?: { readonly code: string; readonly message: string; readonly comeBackMs: number | null },
  ): void => {
    if (isOver) return;
    isOver = true;
    cancelHeld();
    ending.abort();
    onEnd({ wasIn, lastedMs: timers.nowMs() - startedMs, closeCode, ...(bye === undefined ? {} : { bye }) });
  };

  /** @returns the frames, or undefined when it is over. */
  async function ask(path: string, body: object, limitMs: number): Promise<readonly ServerFrame[] | undefined> {
    const answer = await fetch(`${origin}/api/room/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.any([ending.signal, AbortSignal.timeout(limitMs)]),
    });
    const told: unknown = await answer.json();
    if (answer.ok) return (told as RoomAnswer).frames;
    const { code = '', message = '', retryable = true } = told as { code?: string; message?: string; retryable?: boolean };
    // A proxy's own page is no JSON and has thrown; a refusal of ours says whether it is for good.
    finish(0, retryable && code !== 'ROOM_TICKET_EXPIRED' ? undefined : { code, message, comeBackMs: null });
    return undefined;
  }

  function hear(frames: readonly ServerFrame[]): void {
    for (const frame of frames) {
      if (isOver) return;
      if (frame.t === 'bye') finish(0, frame);
      else onFrame(frame);
    }
  }

  async function run(): Promise<void> {
    try {
      while (!isOver) {
        const now = greeting();
        const frames = await ask('poll', { ticket: now.ticket, ...whereabouts(now) }, LIMIT_MS);
        if (frames === undefined) return;
        wasIn = true;
        hear(frames);
        up();
      }
    } catch {
      finish(0);
    }
  }

  async function post(frame: object): Promise<void> {
    try {
      const { ticket, lang } = greeting();
      const frames = await ask('send', { ticket, frame, lang }, SEND_MS);
      if (frames !== undefined) hear(frames);
    } catch {
      // What was not answered is sent again by the next connection.
      finish(0);
    }
  }

  void run();
  return {
    send: (frame) => void post(frame),
    // The next question carries it.
    renew: () => undefined,
    drop: () => finish(0),
    close() {
      isOver = true;
      cancelHeld();
      ending.abort();
    },
  };
}
