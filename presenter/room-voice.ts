import type { Joined } from '../core/contracts/room/join.ts';
import { uuid7 } from '../core/contracts/room/uuid7.ts';
import { pause } from '../core/runtime/pause.ts';

export interface RoomVoiceOptions {
  /** `http://127.0.0.1:8080`. */
  readonly http: string;
  /** A host's ticket of the demo event. */
  readonly ticket: string;
  /** A poll that is prepared and not open yet. */
  readonly poll: string;
  readonly signal: AbortSignal;
}

/** What the presenter writes into the chat, in turn. */
const SAYINGS = [
  'Welcome! You are watching a picture that was painted a moment ago by a presenter that is a program.',
  'The clock on the stage is the wall clock: compare it with yours to see how far behind you are.',
  'Say something here, or ask a question under Q&A.',
  'There is a poll in the Polls tab: it opened when your own picture got there.',
  'Press ? on the picture for its shortcuts, and i for what the player measures.',
] as const;
const SAY_EVERY_MS = 25_000;
/** After the first words. */
const POLL_AFTER_MS = 12_000;
const POLL_FOR_SECONDS = 3_600;
const AGAIN_MS = 3_000;
const RENEW_EVERY_MS = 60 * 60_000;
const ANSWER_WITHIN_MS = 5_000;

/** Talks to the room as the presenter does, until `signal` aborts; comes back when the connection is lost. Its failures are nobody's trouble. */
export async function talk(options: RoomVoiceOptions): Promise<void> {
  let { ticket } = options;
  let renewedAtMs = performance.now();
  let said = 0;
  let hasOpenedPoll = false;
  while (!options.signal.aborted) {
    if (performance.now() - renewedAtMs > RENEW_EVERY_MS) {
      ticket = (await renew(options, ticket)) ?? ticket;
      renewedAtMs = performance.now();
    }
    const room = await enter(options, ticket);
    while (room !== undefined && room.isOpen() && !options.signal.aborted) {
      room.send({ t: 'say', text: SAYINGS[said % SAYINGS.length] });
      said++;
      if (!hasOpenedPoll) {
        await pause(POLL_AFTER_MS, options.signal);
        room.send({ t: 'act', act: { act: 'open-poll', poll: options.poll, forSeconds: POLL_FOR_SECONDS } });
        hasOpenedPoll = true;
      }
      await pause(SAY_EVERY_MS, options.signal);
    }
    room?.close();
    if (!options.signal.aborted) await pause(AGAIN_MS, options.signal);
  }
}

interface Voice {
  isOpen(): boolean;
  send(frame: { readonly t: 'say'; readonly text: string | undefined } | { readonly t: 'act'; readonly act: object }): void;
  close(): void;
}

/** @returns undefined when the room does not take us in. */
function enter({ http, signal }: RoomVoiceOptions, ticket: string): Promise<Voice | undefined> {
  const socket = new WebSocket(`${http.replace(/^http/, 'ws')}/room`);
  const close = () => socket.close();
  signal.addEventListener('abort', close, { once: true });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      socket.close();
      resolve(undefined);
    }, ANSWER_WITHIN_MS);
    socket.addEventListener('open', () => socket.send(JSON.stringify({ t: 'hello', ticket })));
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', close);
      resolve(undefined);
    });
    socket.addEventListener(
      'message',
      () => {
        clearTimeout(timer);
        resolve({
          isOpen: () => socket.readyState === WebSocket.OPEN,
          send: (frame) => {
            if (socket.readyState === WebSocket.OPEN)
              socket.send(JSON.stringify({ ...frame, id: uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) }));
          },
          close,
        });
      },
      { once: true },
    );
  });
}

async function renew({ http, signal }: RoomVoiceOptions, ticket: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${http}/api/renew`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    return answer.ok ? ((await answer.json()) as Joined).ticket : undefined;
  } catch {
    return undefined;
  }
}
