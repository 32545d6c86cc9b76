import { errorMessage } from '../../core/runtime/errors.ts';
import { BadRtmp } from '../errors.ts';
import type { RtmpMessage } from './chunk-reader.ts';
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
  /** Somebody wants to publish under a name (a stream key, without its query). Answer with {@link RtmpSession.accept} or {@link RtmpSession.refuse}. */
  readonly wantsToPublish: (app: string, name: string) => void;
  /** Only after {@link RtmpSession.accept}. */
  readonly media: (packet: MediaPacket) => void;
  /** The encoder said goodbye. */
  readonly finished: () => void;
  /** It wanted something that we do not do, and has been told; the connection is to be closed. */
  readonly refused: (code: string, sentence: string) => void;
}

const MAX_BEFORE_PUBLISH_BYTES = 64 * 1024;
const MAX_MESSAGE_BYTES = 2 * 1024 * 1024;
const WINDOW_BYTES = 2_500_000;
const OUT_CHUNK_BYTES = 60_000;
const HANDSHAKE_DONE = 3;
/** Commands before the publish; encoders send five. */
const MAX_COMMANDS = 32;
/** `objectEncoding` that we speak. */
const AMF0 = 0;

/**
 * One connection's protocol, without its socket: bytes in, events out. Publish only. Every way in is guarded: what the library
 * throws ends this connection and nothing else.
 */
export class RtmpSession {
  readonly #events: RtmpSessionEvents;
  readonly #protocol: RtmpProtocol = newProtocol();
  readonly #chunks = new ChunkReader(MAX_BEFORE_PUBLISH_BYTES);
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

  /** The client may send media. */
  get isPublishing(): boolean {
    return this.#phase === 'publishing';
  }

  /** @throws BadRtmp; the connection has to be closed. */
  push(bytes: Buffer): void {
    if (this.#phase === 'over') return;
    this.#received += bytes.byteLength;
    try {
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
    this.#chunks.maxMessageBytes = MAX_MESSAGE_BYTES;
    this.#protocol.sendStatusMessage(this.#protocol.streamId, 'status', 'NetStream.Publish.Start', 'Publishing.');
  }

  /** Says no in a sentence that the presenter's encoder shows. The connection is to be closed after it. */
  refuse(code: string, sentence: string): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    this.#protocol.sendStatusMessage(this.#protocol.streamId, 'error', code, sentence);
    this.#events.refused(code, sentence);
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
      default:
        break;
    }
  }

  #command(message: RtmpMessage, payload: Buffer): void {
    if (this.#phase !== 'publishing' && ++this.#commands > MAX_COMMANDS) throw new BadRtmp({ reason: 'too many commands' });
    const command = decodeCommand(payload);
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
        this.#protocol.streamId = message.streamId;
        this.refuse('NetStream.Play.Failed', 'This server only takes publishers. Viewers use the watch page.');
        break;
      case 'deleteStream':
      case 'closeStream':
      case 'FCUnpublish':
        if (this.#phase === 'publishing') {
          this.#phase = 'over';
          this.#events.finished();
        }
        break;
      default:
        break;
    }
  }

  #connect(facts: unknown, transaction: number): void {
    if (this.#app !== undefined) throw new BadRtmp({ reason: 'a second connect' });
    const app = typeof facts === 'object' && facts !== null && 'app' in facts ? facts.app : undefined;
    if (typeof app !== 'string' || app.length > 128) throw new BadRtmp({ reason: 'a connect without an app' });
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
    if (typeof name !== 'string' || name === '' || name.length > 512) {
      this.refuse('NetStream.Publish.BadName', 'No stream key was given. Put it into the field for the stream key.');
      return;
    }
    this.#events.wantsToPublish(this.#app, name.split('?')[0] ?? '');
  }
}
