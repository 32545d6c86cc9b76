import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Log } from '../../core/runtime/log.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import { FLV_VIDEO_HEADER, writeFlvTag } from '../../core/flv/flv-writer.ts';
import { FLV_VIDEO, FlvReader } from '../../core/flv/flv-reader.ts';
import type { SourceEvent } from '../flv/flv-source.ts';
import { FlvSource } from '../flv/flv-source.ts';
import type { EncodeSpec, FfmpegInput } from './args.ts';
import { FIRST_PIPE, ffmpegArgs } from './args.ts';

type EncodedEvent = Extract<SourceEvent, { kind: 'picture' | 'video' }>;

export interface LiveFfmpegOptions {
  readonly ffmpegPath: string;
  readonly encodes: readonly EncodeSpec[];
  readonly input: FfmpegInput;
  readonly log: Log;
  /** A configuration or a frame of one encode. */
  readonly onEvent: (encode: number, event: EncodedEvent) => void;
  /** It has ended; `wanted` when {@link LiveFfmpeg.finish} or {@link LiveFfmpeg.kill} asked for it. All frames have been handed over. */
  readonly onEnd: (end: { readonly wanted: boolean; readonly sentence: string }) => void;
}

/** What may wait for a hung ffmpeg; past it frames are dropped, and the watchdog has seen long ago that nothing comes out. */
const MAX_QUEUED_BYTES = 32 * 1024 * 1024;
/** The last lines of its complaints that are kept for the log. */
const MAX_COMPLAINTS = 8;

/** One ffmpeg: frames of the source in, frames of the encodes out. Never restarts itself. */
export class LiveFfmpeg {
  readonly #options: LiveFfmpegOptions;
  readonly #child: ChildProcess;
  readonly #complaints: string[] = [];
  #wanted = false;

  constructor(options: LiveFfmpegOptions) {
    this.#options = options;
    const pipes = options.encodes.map(() => 'pipe' as const);
    this.#child = spawn(options.ffmpegPath, ffmpegArgs(options.encodes, options.input), { stdio: ['pipe', 'ignore', 'pipe', ...pipes] });
    this.#child.stdin?.on('error', (error) => this.#complain(errorMessage(error)));
    this.#child.stdin?.write(FLV_VIDEO_HEADER);
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#complain(text));
    for (const index of options.encodes.keys()) this.#read(index);
    let isOver = false;
    const over = (sentence: string) => {
      if (isOver) return;
      isOver = true;
      options.onEnd({ wanted: this.#wanted, sentence: [sentence, ...this.#complaints].join(' | ') });
    };
    this.#child.on('error', (error) => over(errorMessage(error)));
    this.#child.on('close', (code, signal) => over(signal === null ? `ffmpeg ended with ${code}` : `ffmpeg was ended by ${signal}`));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The picture's configuration, before the first frame. */
  configure(record: Uint8Array): void {
    this.#write(0, Uint8Array.of(0x17, 0, 0, 0, 0), record);
  }

  /** A frame of the source; ms. */
  push(frame: { readonly dtsMs: number; readonly ptsMs: number; readonly key: boolean; readonly data: Uint8Array }): void {
    if ((this.#child.stdin?.writableLength ?? 0) > MAX_QUEUED_BYTES) return;
    const composition = frame.ptsMs - frame.dtsMs;
    const head = Uint8Array.of(frame.key ? 0x17 : 0x27, 1, composition >> 16, composition >> 8, composition);
    this.#write(frame.dtsMs, head, frame.data);
  }

  /** No more frames: it encodes what it has and ends. */
  finish(): void {
    this.#wanted = true;
    this.#child.stdin?.end();
  }

  /** Ends it at once; a stopped process too. */
  kill(): void {
    this.#wanted = true;
    this.#child.kill('SIGKILL');
  }

  #write(timestampMs: number, head: Uint8Array, data: Uint8Array): void {
    const stdin = this.#child.stdin;
    if (stdin === null || stdin.destroyed || stdin.writableEnded) return;
    const body = new Uint8Array(head.byteLength + data.byteLength);
    body.set(head);
    body.set(data, head.byteLength);
    stdin.write(writeFlvTag({ type: FLV_VIDEO, timestampMs, body }));
  }

  #read(index: number): void {
    const pipe = this.#child.stdio[FIRST_PIPE + index] as Readable | null | undefined;
    const reader = new FlvReader();
    const source = new FlvSource();
    pipe?.on('data', (chunk: Buffer) => {
      try {
        for (const tag of reader.push(chunk)) {
          for (const event of source.read(tag)) {
            if (event.kind === 'video' || event.kind === 'picture') this.#options.onEvent(index, event);
          }
        }
      } catch (error) {
        this.#complain(errorMessage(error));
        this.#child.kill('SIGKILL');
      }
    });
    pipe?.on('error', (error: Error) => this.#complain(error.message));
  }

  #complain(text: string): void {
    for (const line of text.split('\n')) if (line.trim() !== '') this.#complaints.push(line.trim().slice(0, 200));
    this.#complaints.splice(0, Math.max(0, this.#complaints.length - MAX_COMPLAINTS));
  }
}
