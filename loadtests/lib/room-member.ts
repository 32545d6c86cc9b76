/** One person in the room without a screen: joins, says hello, speaks or votes, and counts what came of it. */
import http from 'k6/http';
import { Counter, Rate, Trend } from 'k6/metrics';
import { clearTimeout, setTimeout } from 'k6/timers';
import { WebSocket } from 'k6/websockets';
import { SLUG, TARGET } from './target.ts';

/** From the click to the welcome. */
export const enterTime = new Trend('member_enter_time', true);
/** From sending to the ack: it is committed. */
export const ackTime = new Trend('member_ack_time', true);
/** From the server's commit to our reading of it. Needs clocks that agree. */
export const deliveryTime = new Trend('member_delivery_time', true);
export const acked = new Counter('member_acked');
/** Asked to wait (slow mode, too fast): part of a busy room, not a failure. */
export const asked = new Counter('member_asked_to_wait');
export const delivered = new Counter('member_delivered');
/** Left out so that people can read. */
export const sampledOut = new Counter('member_sampled_out');
/** Frames that did not follow the one before. */
export const holes = new Counter('member_holes');
export const failures = new Rate('member_failures');

interface Poll {
  readonly id: string;
  readonly state: string;
  readonly options: readonly string[];
}

interface Frame {
  readonly t: string;
  readonly id?: string;
  readonly retryable?: boolean;
  readonly at?: { readonly offset: number };
  readonly from?: number;
  readonly to?: number;
  readonly sampledOut?: number;
  readonly entries?: readonly { readonly atMs: number; readonly body: { readonly kind: string; readonly poll?: Poll } }[];
  readonly view?: { readonly polls: readonly Poll[] };
}

export interface Member {
  /** Polls that are open now. */
  openPolls(): readonly { readonly id: string; readonly options: number }[];
  /** Sends, and waits for the answer. @returns whether it was acked. */
  send(frame: object): Promise<boolean>;
  close(): void;
}

const ANSWER_WITHIN_MS = 10_000;

/** A ticket for the event, from `POST /api/join`. */
async function ticketFor(name: string): Promise<string | undefined> {
  const answer = await http.asyncRequest('POST', `${TARGET}/api/join/${SLUG}`, JSON.stringify({ name }), {
    headers: { 'content-type': 'application/json' },
    tags: { name: 'join' },
    timeout: '20s',
  });
  failures.add(answer.status !== 200);
  return answer.status === 200 ? (answer.json('ticket') as string) : undefined;
}

/** Comes in. @returns undefined when he could not. */
export async function enter(name: string): Promise<Member | undefined> {
  const startMs = Date.now();
  const ticket = await ticketFor(name);
  if (ticket === undefined) return undefined;
  const socket = new WebSocket(`${TARGET.replace(/^http/, 'ws')}/room`);
  const waiting = new Map<string, { readonly sentMs: number; readonly resolve: (isAcked: boolean) => void }>();
  const polls = new Map<string, Poll>();
  let place = 0;
  let isClosing = false;
  return new Promise((resolve) => {
    const tooLate = setTimeout(() => {
      failures.add(true);
      socket.close();
      resolve(undefined);
    }, ANSWER_WITHIN_MS);
    socket.onopen = () => socket.send(JSON.stringify({ t: 'hello', ticket }));
    socket.onclose = () => {
      clearTimeout(tooLate);
      if (!isClosing) failures.add(true);
      for (const { resolve: done } of waiting.values()) done(false);
      resolve(undefined);
    };
    socket.onmessage = (message) => {
      const frame = JSON.parse(message?.data as string) as Frame;
      if (frame.t === 'welcome') {
        clearTimeout(tooLate);
        failures.add(false);
        enterTime.add(Date.now() - startMs);
        place = frame.at?.offset ?? 0;
        for (const poll of frame.view?.polls ?? []) polls.set(poll.id, poll);
        resolve({
          openPolls: () =>
            [...polls.values()].filter(({ state }) => state === 'open').map(({ id, options }) => ({ id, options: options.length })),
          send: (what) => sendOn(socket, waiting, what),
          close: () => {
            isClosing = true;
            socket.close();
          },
        });
      } else if (frame.t === 'batch') {
        place = read(frame, place);
        for (const { body } of frame.entries ?? []) if (body.poll !== undefined) polls.set(body.poll.id, body.poll);
      } else if ((frame.t === 'ack' || frame.t === 'no') && frame.id !== undefined) {
        answer(frame, waiting);
      }
    };
  });
}

function sendOn(
  socket: WebSocket,
  waiting: Map<string, { sentMs: number; resolve: (isAcked: boolean) => void }>,
  what: object,
): Promise<boolean> {
  const id = uuid7();
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      if (!waiting.delete(id)) return;
      failures.add(true);
      resolve(false);
    }, ANSWER_WITHIN_MS);
    waiting.set(id, {
      sentMs: Date.now(),
      resolve: (isAcked) => {
        clearTimeout(timer);
        resolve(isAcked);
      },
    });
    socket.send(JSON.stringify({ ...what, id }));
  });
}

function answer(frame: Frame, waiting: Map<string, { sentMs: number; resolve: (isAcked: boolean) => void }>): void {
  const one = waiting.get(frame.id ?? '');
  if (one === undefined) return;
  waiting.delete(frame.id ?? '');
  ackTime.add(Date.now() - one.sentMs);
  if (frame.t === 'ack') acked.add(1);
  else if (frame.retryable === true) asked.add(1);
  failures.add(frame.t === 'no' && frame.retryable !== true);
  one.resolve(frame.t === 'ack');
}

/** @returns where the feed is afterwards. */
function read(frame: Frame, place: number): number {
  if ((frame.from ?? place) > place) holes.add(1);
  const nowMs = Date.now();
  for (const { atMs, body } of frame.entries ?? []) {
    if (body.kind !== 'message') continue;
    delivered.add(1);
    deliveryTime.add(nowMs - atMs);
  }
  sampledOut.add(frame.sampledOut ?? 0);
  return frame.to ?? place;
}

/** RFC 9562 §5.7. */
function uuid7(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = (digits: number) => Array.from({ length: digits }, () => Math.floor(Math.random() * 16).toString(16)).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random(3)}-8${random(3)}-${random(12)}`;
}
