/** Ingest as a transcoder sees it (core/contracts/feed.ts), with a real encoder behind it, for tests. */
import { spawn } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FeedEvent, PublishSlot } from '../../core/contracts/feed.ts';
import type { SessionId, StreamId } from '../../core/contracts/ids.ts';
import type { FlvTag } from '../../core/flv/flv-reader.ts';
import { FLV_SCRIPT, FLV_VIDEO, FlvReader } from '../../core/flv/flv-reader.ts';
import { FLV_HEADER, writeFlvTag } from '../../core/flv/flv-writer.ts';
import { systemClock } from '../../core/runtime/clock.ts';

export interface PublishOptions {
  readonly session: string;
  readonly slot?: PublishSlot;
  readonly size?: string;
  /** Every tag comes so much later, and what has piled up at once: a connection that begins slowly. */
  readonly holdBackMs?: number;
}

/** A publish session with a real encoder. */
export interface RigSession {
  readonly id: SessionId;
  /** The smallest of arrival minus presentation time over all pictures, as the encoder gave them: Unix ms of media time 0. */
  epochMs(): number;
  /** Every reader's connection breaks; the session lives. */
  breakReaders(): void;
  /** How many readers there were. */
  readers(): number;
  /** The encoder stops; the session ends. */
  stop(): Promise<void>;
}

export interface FeedRig {
  readonly url: string;
  readonly token: string;
  publish(stream: StreamId, options: PublishOptions): RigSession;
  close(): Promise<void>;
}

/** What a reader needs to begin, and who reads. */
class Live {
  readonly #headers = new Map<string, Buffer>();
  #group: Buffer[] = [];
  readonly readers = new Set<ServerResponse>();
  count = 0;

  push(tag: FlvTag): void {
    const bytes = writeFlvTag(tag);
    if (tag.type === FLV_SCRIPT || tag.body[1] === 0) this.#headers.set(`${tag.type}`, bytes);
    else {
      if (tag.type === FLV_VIDEO && (tag.body[0] ?? 0) >> 4 === 1) this.#group = [];
      this.#group.push(bytes);
    }
    for (const reader of this.readers) reader.write(bytes);
  }

  addReader(response: ServerResponse): void {
    this.count++;
    this.readers.add(response);
    response.once('close', () => this.readers.delete(response));
    response.writeHead(200, { 'content-type': 'video/x-flv' });
    response.write(Buffer.concat([FLV_HEADER, ...this.#headers.values(), ...this.#group]));
  }
}

export async function openFeedRig(ffmpegPath: string): Promise<FeedRig> {
  const token = 'feed-token';
  const sessions = new Map<SessionId, { readonly live: Live; readonly accepted: FeedEvent }>();
  const followers = new Set<ServerResponse>();
  const stops = new Set<() => Promise<void>>();
  const tell = (event: FeedEvent): void => {
    for (const follower of followers) follower.write(`${JSON.stringify(event)}\n`);
  };
  const server = createServer((request, response) => {
    response.socket?.setNoDelay(true);
    const id = /^\/feed\/sessions\/([^/]+)\.flv$/.exec(request.url ?? '')?.[1] as SessionId | undefined;
    if (request.headers.authorization !== `Bearer ${token}`) response.writeHead(401).end();
    else if (id !== undefined && sessions.has(id)) sessions.get(id)?.live.addReader(response);
    else if (request.url !== '/feed/events') response.writeHead(404).end();
    else {
      followers.add(response);
      response.once('close', () => followers.delete(response));
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      for (const { accepted } of sessions.values()) response.write(`${JSON.stringify(accepted)}\n`);
      response.write(`${JSON.stringify({ kind: 'beat', atMs: Date.now() } satisfies FeedEvent)}\n`);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const beat = setInterval(() => tell({ kind: 'beat', atMs: Date.now() }), 1_000);

  const publish = (stream: StreamId, options: PublishOptions): RigSession => {
    const id = options.session as SessionId;
    const live = new Live();
    const accepted: FeedEvent = { kind: 'accepted', session: id, stream, slot: options.slot ?? 'primary', atMs: Date.now() };
    sessions.set(id, { live, accepted });
    tell(accepted);
    const reader = new FlvReader();
    let epochMs = Number.POSITIVE_INFINITY;
    let heldUntilMs: number | undefined;
    let held: FlvTag[] = [];
    const child = spawn(ffmpegPath, encoderArgs(options.size ?? '854x480'), { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', (chunk: Buffer) => {
      const nowMs = systemClock.nowMs();
      heldUntilMs ??= nowMs + (options.holdBackMs ?? 0);
      for (const tag of reader.push(chunk)) {
        if (tag.type === FLV_VIDEO && tag.body[1] === 1) epochMs = Math.min(epochMs, nowMs - tag.timestampMs);
        held.push(tag);
      }
      if (nowMs < heldUntilMs) return;
      for (const tag of held) live.push(tag);
      held = [];
    });
    const ended = new Promise<void>((resolve) => {
      child.once('close', () => resolve());
    });
    const stop = async (): Promise<void> => {
      child.kill('SIGKILL');
      await ended;
      if (!sessions.delete(id)) return;
      for (const response of live.readers) response.end();
      tell({ kind: 'ended', session: id, stream, atMs: Date.now(), reason: 'closed' });
    };
    stops.add(stop);
    return {
      id,
      epochMs: () => epochMs,
      breakReaders: () => {
        for (const response of live.readers) response.destroy();
      },
      readers: () => live.count,
      stop,
    };
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    publish,
    close: async () => {
      clearInterval(beat);
      await Promise.all([...stops].map((stop) => stop()));
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** A moving picture and a tone in real time, a keyframe every second, no look-ahead. */
function encoderArgs(size: string): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-re', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30`],
    ...['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-c:v', 'libx264', '-preset', 'ultrafast'],
    ...['-tune', 'zerolatency', '-g', '30', '-keyint_min', '30', '-sc_threshold', '0', '-b:v', '800k', '-pix_fmt', 'yuv420p'],
    ...['-c:a', 'aac', '-b:a', '96k', '-ac', '2', '-flush_packets', '1', '-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1'],
  ];
}
