import type { Bye, ServerFrame } from '../../core/contracts/room/frames.ts';
import { type Link, type LinkOptions, whereabouts } from './link.ts';

/** Until the welcome has come. */
const OPEN_MS = 8_000;

/** The room by WebSocket. */
export function openSocketLink({ origin, greeting, onUp, onFrame, onEnd, timers }: LinkOptions): Link {
  const startedMs = timers.nowMs();
  let bye: Bye | undefined;
  let wasIn = false;
  let isOver = false;

  const finish = (closeCode: number): void => {
    if (isOver) return;
    isOver = true;
    cancelWait();
    onEnd({ wasIn, lastedMs: timers.nowMs() - startedMs, closeCode, ...(bye === undefined ? {} : { bye }) });
  };
  const cancelWait = timers.after(OPEN_MS, () => {
    if (!wasIn) drop();
  });
  // Throws where a page may not open any (a policy of the page that frames it).
  const socket = tryToOpen(`${origin.replace(/^http/, 'ws')}/room`);
  if (socket === undefined) timers.after(0, () => finish(0));

  const say = (frame: unknown): void => {
    if (socket !== undefined && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };
  function drop(): void {
    socket?.close();
    finish(0);
  }
  socket?.addEventListener('open', () => {
    const now = greeting();
    say({ t: 'hello', ticket: now.ticket, ...whereabouts(now) });
  });
  socket?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const frame = parseFrame(data);
    if (isOver || frame === undefined) return;
    if (frame.t === 'bye') {
      bye = frame;
      return;
    }
    onFrame(frame);
    if (frame.t !== 'welcome' || wasIn || isOver) return;
    wasIn = true;
    onUp();
  });
  socket?.addEventListener('close', ({ code }) => finish(code));

  return {
    send: say,
    renew: (ticket) => say({ t: 'renew', ticket }),
    drop,
    close() {
      isOver = true;
      cancelWait();
      socket?.close();
    },
  };
}

function tryToOpen(url: string): WebSocket | undefined {
  try {
    return new WebSocket(url);
  } catch {
    return undefined;
  }
}

const KINDS: readonly string[] = ['welcome', 'batch', 'ack', 'no', 'bye'] satisfies ServerFrame['t'][];

/** undefined: a frame that we do not know yet, from a newer server. */
function parseFrame(data: unknown): ServerFrame | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && 't' in value && KINDS.includes(String(value.t))
      ? (value as ServerFrame)
      : undefined;
  } catch {
    return undefined;
  }
}
