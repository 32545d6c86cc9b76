import { errorMessage } from '../../core/runtime/errors.ts';
import { BadRtmp } from '../errors.ts';
import type { ChunkLimits, RtmpMessage } from './chunk-reader.ts';
import { ChunkReader, MESSAGE } from './chunk-reader.ts';
import type { RtmpProtocol } from './library.ts';
import { decodeCommand, newProtocol } from './library.ts';

/** A packet of media in our own words; `type` as in FLV: 8 audio, 9 video, 18 script. */
export interface MediaPacket {
  readonly type: 8 | 9 | 18;
  readonly timestampMs: number;
  readonly payload: Buffer;
}

/** What a session tells its owner. */
export interface RtmpSessionEvents {
  /** Bytes for the client. */
  readonly send: (bytes: Buffer) => void;
  /**
   * Somebody wants to publish under a name (a stream key, without its query; empty when it gave none). Answer with
   * {@link RtmpSession.accept} or {@link RtmpSession.refuse}.
   */
  readonly wantsToPublish: (app: string, name: string) => void;
  /** Somebody wants to watch. Answer with {@link RtmpSession.refuse}. */
  readonly wantsToPlay: () => void;
  /** Only after {@link RtmpSession.accept}. */
  readonly media: (packet: MediaPacket) => void;
  /** The encoder said goodbye. */
  readonly finished: () => void;
}

/**
 * How a refusal is called on the wire. OBS closes and shows its dialog on any of them, and writes the sentence into its log; ffmpeg
 * prints the sentence, since the level is `error`. `BadName` means that the name is in use.
 */
export type RefusalStatus = 'NetStream.Publish.Denied' | 'NetStream.Publish.BadName' | 'NetStream.Play.Failed';

const BEFORE_PUBLISH: ChunkLimits = { messageBytes: 64 * 1024, unfinishedBytes: 64 * 1024 };
const WHILE_PUBLISHING: ChunkLimits = { messageBytes: 2 * 1024 * 1024, unfinishedBytes: 4 * 1024 * 1024 };
/** The longest that encoders send is `connect` with some hundred bytes. */
const MAX_COMMAND_BYTES = 64 * 1024;
/** Commands before the publish; encoders send five. */
const MAX_COMMANDS = 32;
const MAX_NAME_LENGTH = 512;
const MAX_APP_LENGTH = 128;
const WINDOW_BYTES = 2_500_000;
const OUT_CHUNK_BYTES = 60_000;
const RTMP_VERSION = 3;
const HANDSHAKE_DONE = 3;
/** `objectEncoding` that we speak. */
const AMF0 = 0;
/** User control events (RTMP 1.0, 6.2). */
const PING_REQUEST = 6;
const PING_RESPONSE = 7;

/**
 * One connection's protocol, without its socket: bytes in, events out. Publish only. Every way in is guarded: what the library
 * throws ends this connection and nothing else.
 */
export class RtmpSession {
  readonly #events: RtmpSessionEvents;
  readonly #protocol: RtmpProtocol = newProtocol();
  readonly #chunks = new ChunkReader(BEFORE_PUBLISH);
  #app: string | undefined;
  #phase: 'login' | 'deciding' | 'publishing' | 'over' = 'login';
  #commands = 0;
  #received = 0;
  #acknowledged = 0;

  constructor(events: RtmpSessionEvents) {
    this.#events = events;
    this.#protocol.onOutputCallback = (bytes) => events.send(bytes);
    this.#protocol.objectEncoding = AMF0;
    this.#protocol.chunkRead = (bytes, offset, length) => {
      this.#readChunks(bytes.subarray(offset, offset + length));
      return null;
    };
  }

  /** @throws BadRtmp; the connection has to be closed. */
  push(bytes: Buffer): void {
    if (this.#phase === 'over' || bytes.byteLength === 0) return;
    try {
      if (this.#received === 0 && bytes[0] !== RTMP_VERSION) throw new BadRtmp({ reason: 'a handshake of another protocol' });
      this.#received += bytes.byteLength;
      this.#protocol.parserData(bytes);
    } catch (error) {
      this.#phase = 'over';
      if (error instanceof BadRtmp) throw error;
      throw new BadRtmp({ reason: errorMessage(error).slice(0, 100) }, error);
    }
    if (this.#protocol.handshakeState === HANDSHAKE_DONE && this.#received - this.#acknowledged >= WINDOW_BYTES / 2) {
      this.#acknowledged = this.#received;
      this.#protocol.sendACK(this.#received >>> 0);
    }
  }

  /** Answers {@link RtmpSessionEvents.wantsToPublish}: go ahead. */
  accept(): void {
    if (this.#phase !== 'deciding') return;
    this.#phase = 'publishing';
    this.#chunks.limits = WHILE_PUBLISHING;
    this.#protocol.sendStatusMessage(this.#protocol.streamId, 'status', 'NetStream.Publish.Start', 'Publishing.');
  }

  /** Says no, at any time, in a sentence that the presenter's encoder shows. What comes after it is not read any more. */
  refuse(status: RefusalStatus, sentence: string): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    this.#protocol.sendStatusMessage(this.#protocol.streamId, 'error', status, sentence);
  }

  #readChunks(bytes: Buffer): void {
    for (const message of this.#chunks.push(bytes)) {
      if (this.#phase === 'over') return;
      this.#take(message);
    }
  }

  #take(message: RtmpMessage): void {
    switch (message.type) {
      case MESSAGE.commandAmf0:
        this.#command(message, message.payload);
        break;
      case MESSAGE.commandAmf3:
        this.#command(message, message.payload.subarray(1));
        break;
      case MESSAGE.audio:
      case MESSAGE.video:
      case MESSAGE.dataAmf0:
        // whoever has not been accepted sends into nothing
        if (this.#phase === 'publishing') {
          this.#events.media({ type: message.type, timestampMs: message.timestampMs, payload: message.payload });
        }
        break;
      case MESSAGE.userControl:
        this.#userControl(message.payload);
        break;
      default:
        break;
    }
  }

  #userControl(payload: Buffer): void {
    if (payload.byteLength >= 6 && payload.readUInt16BE(0) === PING_REQUEST) {
      this.#protocol.sendStreamStatus(PING_RESPONSE, payload.readUInt32BE(2));
    }
  }

  #command(message: RtmpMessage, payload: Buffer): void {
    if (payload.byteLength > MAX_COMMAND_BYTES) throw new BadRtmp({ reason: `a command of ${payload.byteLength} bytes` });
    if (this.#phase !== 'publishing' && ++this.#commands > MAX_COMMANDS) throw new BadRtmp({ reason: 'too many commands' });
    const command = decodeCommand(payload);
    if (typeof command.cmd !== 'string') throw new BadRtmp({ reason: 'a command without a name' });
    const transaction = typeof command.transId === 'number' ? command.transId : 0;
    switch (command.cmd) {
      case 'connect':
        this.#connect(command.cmdObj, transaction);
        break;
      case 'createStream':
        if (this.#app !== undefined) this.#protocol.respondCreateStream(transaction);
        break;
      case 'publish':
        this.#publish(command.streamName, message.streamId);
        break;
      case 'play':
      case 'play2':
        this.#play(message.streamId);
        break;
      case 'deleteStream':
      case 'closeStream':
      case 'FCUnpublish':
        this.#unpublish();
        break;
      default:
        break;
    }
  }

  #connect(facts: unknown, transaction: number): void {
    if (this.#app !== undefined) throw new BadRtmp({ reason: 'a second connect' });
    const app = typeof facts === 'object' && facts !== null && 'app' in facts ? facts.app : undefined;
    if (typeof app !== 'string' || app.length > MAX_APP_LENGTH) throw new BadRtmp({ reason: 'a connect without an app' });
    this.#app = app.split('?')[0]?.replace(/\/+$/, '') ?? '';
    this.#protocol.sendWindowACK(WINDOW_BYTES);
    this.#protocol.setPeerBandwidth(WINDOW_BYTES, 2);
    this.#protocol.setChunkSize(OUT_CHUNK_BYTES);
    this.#protocol.respondConnect(transaction);
  }

  #publish(name: unknown, streamId: number): void {
    if (this.#app === undefined || this.#phase !== 'login') throw new BadRtmp({ reason: 'a publish out of turn' });
    this.#protocol.streamId = streamId;
    this.#phase = 'deciding';
    const isName = typeof name === 'string' && name.length <= MAX_NAME_LENGTH;
    this.#events.wantsToPublish(this.#app, isName ? (name.split('?')[0] ?? '') : '');
  }

  #play(streamId: number): void {
    if (this.#app === undefined || this.#phase !== 'login') throw new BadRtmp({ reason: 'a play out of turn' });
    this.#protocol.streamId = streamId;
    this.#phase = 'deciding';
    this.#events.wantsToPlay();
  }

  #unpublish(): void {
    if (this.#phase !== 'publishing') return;
    this.#phase = 'over';
    this.#events.finished();
  }
}
