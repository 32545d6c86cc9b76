/** A small origin for the player's own tests: the built page, a status that the test sets, a clip as if it were live, and faults on demand. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import type { EventCard } from '../../core/contracts/room/join.ts';
import type { StreamState, StreamStatus } from '../../core/contracts/stream-status.ts';
import { renderMultivariantPlaylist } from '../../core/hls/multivariant-playlist.ts';
import { PAGE_POLICY } from '../../origin/http/send-page.ts';
import { type Clip, CLIP_CODECS } from './clip.ts';
import { StandInTimeline } from './stand-in-timeline.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
const PLAYLIST = 'application/vnd.apple.mpegurl';

/** How an answer goes wrong: a status, no answer at all, a connection that ends in the middle, or bytes that are none of ours. */
export type Mishap = number | 'hang' | 'reset' | 'garbage';

export interface StandIn {
  readonly url: string;
  readonly watchUrl: string;
  /** What the status says; `gone`: there is no such stream. */
  state: StreamState | 'gone';
  title: string;
  hasRecording: boolean;
  /** What is told of the event; null: nothing but its stream. */
  card: EventCard | null;
  posterUrl: string | null;
  /** CODECS of every variant. */
  codecs: string;
  sinceMs: number;
  /** Milliseconds added to every playlist and every piece of media. */
  delayMs: () => number;
  /** Media bits a second; null: as fast as it goes. */
  mediaBps: number | null;
  /** Path and query of every request. */
  readonly requests: string[];
  /** From now on every answer to a path that matches goes wrong; @returns what mends it. */
  spoil(path: RegExp, mishap: Mishap): () => void;
  /** The encoder starts anew. */
  breakLine(): void;
  /** The stream ends: last segment, ENDLIST, status. */
  end(): void;
  /** Nothing listens any more, and every connection is cut. */
  goAway(): Promise<void>;
  /** At the same port again. */
  comeBack(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** @param dist the folder of the built page. @param clip without one there is a status but no media. */
export async function standIn(dist: string, clip: Clip = { renditions: [], partsASegment: 3 }): Promise<StandIn> {
  const timeline = new StandInTimeline(clip, Date.now());
  const mishaps = new Set<{ readonly path: RegExp; readonly mishap: Mishap }>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => resolve());
    });
  const silence = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const self: StandIn = {
    url,
    watchUrl: `${url}/watch/demo`,
    state: 'live',
    title: 'Opening keynote: the next ten years of open webcasting',
    hasRecording: true,
    card: null,
    posterUrl: null,
    codecs: CLIP_CODECS,
    sinceMs: Date.now(),
    delayMs: () => 0,
    mediaBps: null,
    requests: [],
    spoil(path, mishap) {
      const entry = { path, mishap };
      mishaps.add(entry);
      return () => void mishaps.delete(entry);
    },
    breakLine: () => timeline.breakLine(Date.now()),
    end() {
      timeline.end(Date.now());
      self.state = 'ended';
    },
    goAway: silence,
    comeBack: () => listen(port),
    [Symbol.asyncDispose]: silence,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url ?? '/', url);
    const path = asked.pathname;
    self.requests.push(path + asked.search);
    const spoiled = [...mishaps].find((entry) => entry.path.test(path))?.mishap;
    if (spoiled === 'hang') return;
    if (spoiled === 'reset') return void response.destroy();
    if (typeof spoiled === 'number') return send(response, spoiled, 'text/html', '<h1>Not now</h1>');
    if (path.startsWith('/watch/')) return sendFile(response, join(dist, 'index.html'));
    if (path.startsWith('/assets/')) return sendFile(response, join(dist, 'assets', basename(path)));
    if (path === '/api/streams/demo') return sendStatus(response);
    if (path === '/api/card/demo' && self.card !== null)
      return send(response, 200, 'application/json', JSON.stringify({ ...self.card, nowMs: Date.now() }));
    if (path === '/live/demo/poster.svg') return send(response, 200, 'image/svg+xml', POSTER);
    if (/^\/(?:live|recordings)\/demo\//.test(path)) return media(asked, response, spoiled === 'garbage');
    return send(response, 404, 'text/plain', 'no');
  }

  async function media(asked: URL, response: ServerResponse, isGarbage: boolean): Promise<void> {
    const [, root = '', , name = '', file = ''] = asked.pathname.split('/');
    const rendition = clip.renditions.find((candidate) => candidate.name === name);
    if (name === 'index.m3u8') {
      await pass(self.delayMs());
      return send(response, 200, PLAYLIST, multivariant());
    }
    if (rendition === undefined) return send(response, 404, 'text/plain', 'no');
    if (file !== 'index.m3u8') return sendMedia(response, mediaBytes(rendition, file), isGarbage);
    const msn = asked.searchParams.get('_HLS_msn');
    const part = asked.searchParams.get('_HLS_part');
    if (msn !== null) await pass(timeline.waitMs(rendition, Number(msn), part === null ? undefined : Number(part), Date.now()));
    await pass(self.delayMs());
    const text =
      root === 'recordings'
        ? timeline.recordingPlaylist(Date.now())
        : timeline.livePlaylist(rendition, Date.now(), asked.searchParams.has('_HLS_skip'));
    return send(response, 200, PLAYLIST, text);
  }

  function mediaBytes(rendition: Clip['renditions'][number], file: string): Buffer {
    if (file.startsWith('init')) return rendition.init;
    const [msn = 0, part = 0] = file.slice(1).split('.').map(Number);
    return file.startsWith('p') ? timeline.part(rendition, msn, part) : timeline.segment(rendition, msn);
  }

  function multivariant(): string {
    return renderMultivariantPlaylist(
      clip.renditions.map(({ name, width, height, kbps }) => ({
        uri: `${name}/index.m3u8`,
        codecs: self.codecs,
        width,
        height,
        frameRate: 30,
        peakBps: kbps * 1300,
        averageBps: kbps * 1100,
      })),
    );
  }

  function sendStatus(response: ServerResponse): void {
    if (self.state === 'gone') return send(response, 404, 'application/json', '{}');
    const isOn = self.state === 'live' || self.state === 'slate';
    const status: Record<keyof StreamStatus, unknown> = {
      stream: 'demo',
      title: self.title,
      state: self.state,
      sinceMs: self.state === 'waiting' ? null : self.sinceMs,
      startedMs: self.state === 'waiting' ? null : timeline.startedMs,
      liveUrl: isOn ? '/live/demo/index.m3u8' : null,
      recordingUrl: self.hasRecording && self.state !== 'waiting' ? '/recordings/demo/index.m3u8' : null,
      posterUrl: self.posterUrl,
      recording: null,
      nowMs: Date.now(),
    };
    return send(response, 200, 'application/json', JSON.stringify(status));
  }

  async function sendMedia(response: ServerResponse, bytes: Buffer, isGarbage: boolean): Promise<void> {
    await pass(self.delayMs());
    const body = isGarbage ? randomBytes(bytes.length) : bytes;
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': body.length, 'cache-control': 'no-store' });
    if (self.mediaBps === null) {
      response.end(body);
      return;
    }
    for (let at = 0; at < body.length && !response.destroyed; at += 4096) {
      const piece = body.subarray(at, at + 4096);
      response.write(piece);
      await pass((piece.length * 8000) / self.mediaBps);
    }
    response.end();
  }

  return self;
}

const POSTER =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 900"><rect width="1600" height="900" fill="#334"/><circle cx="800" cy="450" r="260" fill="#c84"/></svg>';

async function sendFile(response: ServerResponse, file: string): Promise<void> {
  const body = await readFile(file);
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': PAGE_POLICY });
  response.end(body);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}
