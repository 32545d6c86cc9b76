import { connect } from 'node:net';
import { takeServerFrames } from '../load/server-frames.ts';

/** What came back from one connection, as far as it came. */
export interface Outcome {
  /** Of the HTTP answer; undefined: there was none. */
  readonly status: number | undefined;
  /** The code of an error, over HTTP or in the last words of a socket. */
  readonly code: string | undefined;
  /** Of the WebSocket; undefined: it ended without one. */
  readonly closed: number | undefined;
  /** Answers and last words from the server, in order. */
  readonly frames: readonly { readonly t: string; readonly id?: string; readonly code?: string; readonly offset?: number }[];
  /** The server let the connection stand until our patience was over. */
  readonly isLate: boolean;
}

export interface Attack {
  /** Sent one after the other, without waiting. */
  readonly pieces: readonly Buffer[];
  /** Hangs up after the last piece, without waiting for anything. */
  readonly hangsUp?: 'politely' | 'rudely';
  /** Closes the WebSocket in order after so many frames that answer something. */
  readonly answers?: number;
}

const HEAD_END = '\r\n\r\n';
/** Masked with zeros, code 1000. */
const GOODBYE = Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8]);

/** Sends, reads what comes, and waits until the server has closed the connection. Never rejects. */
export function exchange(to: { readonly port: number; readonly from: string }, attack: Attack, withinMs: number): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const socket = connect({ host: '127.0.0.1', port: to.port, localAddress: to.from, noDelay: true });
  let received: Buffer = Buffer.alloc(0);
  let isOver = false;
  const finish = (isLate: boolean): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    socket.destroy();
    resolve({ ...readAnswer(received), isLate });
  };
  const timer = setTimeout(() => finish(true), withinMs);
  socket.on('error', () => undefined);
  socket.on('close', () => finish(false));
  let hasSaidGoodbye = false;
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const { status, closed, frames } = readAnswer(received);
    if (closed !== undefined || (status !== undefined && status !== 101)) socket.end();
    else if (attack.answers !== undefined && !hasSaidGoodbye && answersIn(frames) >= attack.answers) {
      hasSaidGoodbye = true;
      socket.write(GOODBYE);
    }
  });
  for (const piece of attack.pieces) socket.write(piece);
  if (attack.hangsUp === 'politely') socket.end();
  if (attack.hangsUp === 'rudely') socket.write('', () => socket.resetAndDestroy());
  return promise;
}

function answersIn(frames: Outcome['frames']): number {
  return frames.filter(({ t }) => t !== 'bye').length;
}

function readAnswer(received: Buffer): Omit<Outcome, 'isLate'> {
  const end = received.indexOf(HEAD_END);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(received.subarray(0, 16).toString('latin1'))?.[1];
  const none = { status: undefined, code: undefined, closed: undefined, frames: [] };
  if (end < 0 || status === undefined) return none;
  const rest = received.subarray(end + HEAD_END.length);
  if (status !== '101') return { ...none, status: Number(status), code: codeOf(rest.toString()) };
  const { frames, closed } = readFrames(rest);
  return { status: 101, code: frames.find(({ t }) => t === 'bye')?.code, closed, frames };
}

function codeOf(body: string): string | undefined {
  return /"code":"([A-Z_]+)"/.exec(body)?.[1];
}

/** `welcome` and `batch` are long, and judged by those who behave. */
function isAnswer(payload: Buffer): boolean {
  return /^\{"t":"(?:ack|no|bye)"/.test(payload.subarray(0, 12).toString('latin1'));
}

/** @throws SyntaxError when the server sends a text that is no JSON. */
function readFrames(data: Buffer): Pick<Outcome, 'frames' | 'closed'> {
  const frames: Outcome['frames'][number][] = [];
  let closed: number | undefined;
  takeServerFrames(data, (opcode, payload) => {
    if (opcode === 1 && isAnswer(payload)) frames.push(JSON.parse(payload.toString()) as Outcome['frames'][number]);
    if (opcode === 8) closed = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
  });
  return { frames, closed };
}
