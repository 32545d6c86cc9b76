/** The one place that knows node-media-server: its handshake, its AMF0 and its replies. Its server is never started; ADR 0002. */
import { createRequire } from 'node:module';

/** An AMF0 command as the library decodes it. Everything in it came from a stranger. */
export interface AmfCommand {
  readonly cmd?: unknown;
  readonly transId?: unknown;
  readonly cmdObj?: unknown;
  readonly streamName?: unknown;
}

/** The library's protocol object, as far as it is used: it answers a handshake and writes replies. */
export interface RtmpProtocol {
  handshakeState: number;
  streamId: number;
  objectEncoding: number;
  onOutputCallback: (bytes: Buffer) => void;
  parserData(bytes: Buffer): string | null;
  /** Called with everything that comes after the handshake; replaced by ours. */
  chunkRead(bytes: Buffer, offset: number, length: number): string | null;
  sendWindowACK(bytes: number): void;
  sendACK(bytes: number): void;
  setPeerBandwidth(bytes: number, type: number): void;
  setChunkSize(bytes: number): void;
  /** A user control event with one number. */
  sendStreamStatus(event: number, value: number): void;
  respondConnect(transaction: number): void;
  respondCreateStream(transaction: number): void;
  sendStatusMessage(streamId: number, level: 'status' | 'error', code: string, description: string): void;
}

const require = createRequire(import.meta.url);
// its logger prints what strangers send, keys among it
const logger = require('node-media-server/src/core/logger.js') as Record<string, unknown>;
for (const level of ['trace', 'debug', 'info', 'log', 'warn', 'error', 'fatal']) logger[level] = () => undefined;
const Protocol = require('node-media-server/src/protocol/rtmp.js') as new () => RtmpProtocol;
const amf = require('node-media-server/src/protocol/amf.js') as { decodeAmf0Cmd(bytes: Buffer): AmfCommand };

/** One for each connection. */
export function newProtocol(): RtmpProtocol {
  return new Protocol();
}

/** @throws whatever the library throws on bytes that are no AMF0; the connection is closed then. */
export function decodeCommand(payload: Buffer): AmfCommand {
  return amf.decodeAmf0Cmd(payload);
}
